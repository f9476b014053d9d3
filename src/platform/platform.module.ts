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
import { Log } from './log.js';

/** What the platform needs to know to stand up. */
export interface PlatformOptions {
  readonly database: Database;
  readonly log: Log;
}

@Injectable()
class PlatformShutdown implements OnApplicationShutdown {
  constructor(
    @Inject(Duties) private readonly duties: Duties,
    @Inject(ChangeListener) private readonly listener: ChangeListener,
    @Inject(Database) private readonly database: Database,
  ) {}
  /** After the last request has been answered: duties end, connections close. */
  async onApplicationShutdown(): Promise<void> {
    await this.duties.stop();
    await this.listener.stop();
    await this.database.close();
  }
}

/** Database, unit of work, duties and log for every module above. */
@Global()
@Module({})
export class PlatformModule {
  static with({ database, log }: PlatformOptions): DynamicModule {
    const duties = new Duties((duty, error) => log.error('duty failed', { duty, error }));
    return {
      module: PlatformModule,
      providers: [
        { provide: Database, useValue: database },
        { provide: UnitOfWork, useValue: new UnitOfWork(database) },
        { provide: Duties, useValue: duties },
        { provide: Log, useValue: log },
        { provide: ChangeListener, useValue: new ChangeListener(database, log) },
        PlatformShutdown,
        ...scalars,
      ],
      exports: [Database, UnitOfWork, Duties, Log, ChangeListener],
    };
  }
}
