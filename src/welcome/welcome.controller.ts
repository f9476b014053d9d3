import { Controller, Get, Header, Inject, Query, Req, UseFilters } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { deskPage } from './pages/desk.page.js';
import { signInPage } from './pages/sign-in.page.js';
import { PageFaults } from './page-faults.js';
import { pageAsset } from './page-assets.js';
import { WelcomeReading } from './welcome.reading.js';

/** The front door: who you are and what waits for you, or how to come in. */
@Controller()
@UseFilters(PageFaults)
export class WelcomeController {
  constructor(@Inject(WelcomeReading) private readonly reading: WelcomeReading) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async home(
    @Req() request: FastifyRequest,
    @Query('cooperative') cooperative: string | string[] | undefined,
  ): Promise<string> {
    const wanted = typeof cooperative === 'string' ? cooperative : null;
    const visitor = await this.reading.visitor(request, wanted);
    return visitor === null ? signInPage() : deskPage(visitor, `${request.protocol}://${request.host}`);
  }

  @Get('welcome/welcome.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  style(): Promise<string> {
    return pageAsset('welcome.css');
  }

  @Get('welcome/welcome.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  script(): Promise<string> {
    return pageAsset('welcome.js');
  }
}
