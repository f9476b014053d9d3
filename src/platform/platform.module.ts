import {
  Global,
  Inject,
  Injectable,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Database } from './database/pool.js';
import { UnitOfWork } from './database/unit-of-work.js';
import { Duties } from './duties.js';
import { ChangeListener } from './events/change-listener.js';
import { scalars } from './graphql/scalars.js';
import { JobRunner } from './jobs/job-runner.js';
import { Log } from './log.js';
import { Mailbox } from './mail/mailbox.js';
import { Mailer } from './mail/mailer.js';
import { mailTransportOf, type MailOptions } from './mail/mail-options.js';

/** What the platform needs to know to stand up. */
export interface PlatformOptions {
  readonly database: Database;
  readonly log: Log;
  readonly mail: MailOptions;
  /** The worker role's URL. Without it this process queues jobs and leaves them to another. */
  readonly workerUrl?: string;
  /** Milliseconds after which a request, and any statement of it, is given up. */
  readonly requestTimeoutMs?: number;
  /** Adds the sign-in links and the mailbox page of the demonstration; never in real use. */
  readonly demonstration?: boolean;
}

@Injectable()
class PlatformShutdown implements OnApplicationShutdown {
  constructor(
    @Inject(Duties) private readonly duties: Duties,
    @Inject(JobRunner) private readonly jobs: JobRunner,
    @Inject(ChangeListener) private readonly listener: ChangeListener,
    @Inject(Database) private readonly database: Database,
  ) {}
  /** After the last request has been answered: duties and jobs end, connections close. */
  async onApplicationShutdown(): Promise<void> {
    await this.duties.stop();
    await this.jobs.stop();
    await this.listener.stop();
    await this.database.close();
  }
}

/** Database, unit of work, duties, jobs, mail and log for every module above. */
@Global()
@Module({})
export class PlatformModule {
  static with({ database, log, mail, workerUrl, requestTimeoutMs }: PlatformOptions): DynamicModule {
    const duties = new Duties((duty, error) => log.error('duty failed', { duty, error }));
    const jobs = new JobRunner(workerUrl ?? null, log);
    const mailbox = new Mailbox();
    const mailer = new Mailer(mailTransportOf(mail, mailbox), mail.from, log, jobs);
    return {
      module: PlatformModule,
      providers: [
        { provide: Database, useValue: database },
        { provide: UnitOfWork, useValue: new UnitOfWork(database, requestTimeoutMs) },
        { provide: Duties, useValue: duties },
        { provide: Log, useValue: log },
        { provide: JobRunner, useValue: jobs },
        { provide: Mailbox, useValue: mailbox },
        { provide: Mailer, useValue: mailer },
        { provide: ChangeListener, useValue: new ChangeListener(database, log) },
        PlatformShutdown,
        ...scalars,
      ],
      exports: [Database, UnitOfWork, Duties, Log, JobRunner, Mailbox, Mailer, ChangeListener],
    };
  }
}
