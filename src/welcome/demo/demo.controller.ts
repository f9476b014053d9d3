import {
  Controller,
  Get,
  Header,
  Inject,
  NotFoundException,
  Param,
  Res,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CookieJar, sessionCookie } from '../../platform/http/cookies.js';
import { Mailbox } from '../../platform/mail/mailbox.js';
import { mailboxPage } from '../pages/mailbox.page.js';
import { PageFaults } from '../page-faults.js';
import { DemoAccess } from './demo-access.js';
import { ThisMachineOnly } from './this-machine-only.js';

/** One-click sign-in and the mailbox: of the demonstration, for this machine. */
@Controller('demo')
@UseGuards(ThisMachineOnly)
@UseFilters(PageFaults)
export class DemoController {
  constructor(
    @Inject(DemoAccess) private readonly access: DemoAccess,
    @Inject(Mailbox) private readonly mailbox: Mailbox,
  ) {}

  @Get('sign-in/:secret')
  async signIn(
    @Param('secret') secret: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const entered = await this.access.enter(secret);
    if (!entered) throw new NotFoundException();
    const { person, session } = entered;
    new CookieJar({ reply }).set(sessionCookie, session.token, session.expiresAt);
    void reply.code(303).header('location', `/?cooperative=${encodeURIComponent(person.cooperative)}`);
  }

  @Get('mailbox')
  @Header('content-type', 'text/html; charset=utf-8')
  letters(): string {
    return mailboxPage(this.mailbox.all());
  }
}
