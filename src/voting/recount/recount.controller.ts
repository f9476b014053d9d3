import { createReadStream } from 'node:fs';
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../../platform/database/pool.js';
import { cooperativeNamed, sessionTokenOf } from '../../platform/http/request-context.js';
import { resolveViewer } from '../../platform/request/resolve-viewer.js';
import { RecountPackages } from './recount-packages.js';

/** Where the package of a poll is downloaded, by whoever is signed in and may see the poll. */
export const recountPath = (cooperative: string, pollId: string): string =>
  `/recount/${cooperative}/${pollId}`;

@Controller('recount')
export class RecountController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RecountPackages) private readonly packages: RecountPackages,
  ) {}

  @Get(':cooperative/:pollId')
  async download(
    @Req() request: FastifyRequest,
    @Param('cooperative') cooperative: string,
    @Param('pollId') pollId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const viewer = await resolveViewer(this.database, sessionTokenOf(request), cooperativeNamed(cooperative));
    const path = await this.packages.fileFor(viewer, pollId);
    if (path === null) {
      // What may not be seen and what does not exist look alike.
      const message = 'There is no closed vote here that you may see. Sign in, or wait until it has closed.';
      void reply.code(404).send({ error: { code: 'NOT_FOUND', message } });
      return;
    }
    void reply
      .header('content-type', 'application/x-ndjson; charset=utf-8')
      .header('content-disposition', `attachment; filename="recount-${pollId.toLowerCase()}.ndjson"`)
      .header('cache-control', 'private, no-store')
      .send(createReadStream(path));
  }
}
