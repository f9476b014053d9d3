import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { systemIn, type Viewer } from '../../platform/request/viewer.js';
import { isId } from '../../shared/ids.js';
import { PollCounting } from '../poll-counting.js';
import { maySeePolls } from '../voting.policy.js';
import { packageLines } from './package-writing.js';

/** So many packages are kept at hand; they are made again when asked for. */
const mostKept = 20;

/**
 * Packages of closed polls, as files. A package is the same for everybody who may see the poll, and never changes: it is
 * written once, in one transaction that no slow reader holds up, and handed out from the file. One at a time is written,
 * so that whoever asks for many takes no more than one connection.
 */
@Injectable()
export class RecountPackages implements OnModuleDestroy {
  private folder: Promise<string> | null = null;
  private readonly kept = new Map<string, Promise<string>>();
  private tail: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PollCounting) private readonly counting: PollCounting,
  ) {}

  /**
   * The path of the package; null where there is no closed poll that the viewer may see, or none whose count was kept
   * and is given out.
   */
  async fileFor(viewer: Viewer, pollId: string): Promise<string | null> {
    if (viewer.cooperativeId === null || viewer.membershipId === null || !isId(pollId)) return null;
    const id = pollId.toLowerCase();
    const isThere = await this.work.inTransaction(viewer, (tx) =>
      tx.one(
        `SELECT 1 AS found FROM poll p
         JOIN poll_result s ON s.cooperative_id = p.cooperative_id AND s.poll_id = p.id
           AND s.counting IS NOT NULL AND s.electorate IS NOT NULL
         WHERE p.id = $1 AND p.state = 'closed'
           AND NOT EXISTS (SELECT FROM poll_count_withheld w WHERE w.cooperative_id = p.cooperative_id AND w.poll_id = p.id)
           AND ($2 OR EXISTS (SELECT FROM elector e
           WHERE e.cooperative_id = p.cooperative_id AND e.poll_id = p.id AND e.membership_id = $3))`,
        [id, maySeePolls(viewer), viewer.membershipId],
      ),
    );
    return isThere ? this.made(viewer.cooperativeId, id) : null;
  }

  async onModuleDestroy(): Promise<void> {
    const folder = await this.folder;
    if (folder) await rm(folder, { recursive: true, force: true });
  }

  private made(cooperativeId: string, pollId: string): Promise<string> {
    const known = this.kept.get(pollId);
    if (known) return known;
    const making = this.tail.then(() => this.write(cooperativeId, pollId));
    this.tail = making.catch(() => undefined);
    this.kept.set(pollId, making);
    making.then(
      () => this.forgetOldest(),
      () => this.kept.delete(pollId),
    );
    return making;
  }

  private async write(cooperativeId: string, pollId: string): Promise<string> {
    this.folder ??= mkdtemp(join(tmpdir(), 'rochdale-recount-'));
    const path = join(await this.folder, `${pollId}.ndjson`);
    await this.work.inTransaction(systemIn(cooperativeId), async (tx) => {
      await tx.control(`SET LOCAL statement_timeout = '10min'`);
      const objections = await this.counting.objectionsTo(tx, pollId);
      // A full disk fails this package, and not the server.
      await pipeline(
        Readable.from(packageLines(tx, pollId, objections)),
        createWriteStream(path, { mode: 0o600 }),
      );
    });
    return path;
  }

  /** A file that somebody is still reading stays readable until they are done. */
  private async forgetOldest(): Promise<void> {
    for (const [pollId, path] of [...this.kept].slice(0, -mostKept)) {
      this.kept.delete(pollId);
      await rm(await path, { force: true });
    }
  }
}
