import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

const loopbackAddress = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;
const loopbackHost = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/i;

/**
 * Requests of this machine itself: the connection comes from a loopback address, asks for a loopback name (a page
 * elsewhere cannot lend us its own name to reach us), and no proxy stands between. To others the route does not exist.
 */
export function isOfThisMachine(request: Pick<FastifyRequest, 'headers' | 'socket'>): boolean {
  const { headers, socket } = request;
  return (
    loopbackAddress.test(socket.remoteAddress ?? '') &&
    loopbackHost.test(headers.host ?? '') &&
    headers['x-forwarded-for'] === undefined &&
    headers.forwarded === undefined
  );
}

@Injectable()
export class ThisMachineOnly implements CanActivate {
  canActivate(context: ExecutionContext): true {
    if (isOfThisMachine(context.switchToHttp().getRequest<FastifyRequest>())) return true;
    throw new NotFoundException();
  }
}
