import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** Faults of pages leave as those of every other address do: see platform/http/error-answers.ts. */
@Catch()
export class PageFaults implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (error instanceof HttpException && error.getStatus() === 404) {
      reply.callNotFound();
      return;
    }
    void reply.send(error instanceof Error ? error : new Error('thrown without an error'));
  }
}
