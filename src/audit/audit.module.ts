import { Inject, Module } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Duties } from '../platform/duties.js';
import { AuditReading } from './audit-reading.js';
import { AuditSealer } from './audit-sealer.js';
import { AuditResolver } from './graphql/audit.resolver.js';

/** The record of every act, and its seal. */
@Module({
  providers: [
    { provide: AuditSealer, inject: [UnitOfWork], useFactory: (work: UnitOfWork) => new AuditSealer(work) },
    AuditReading,
    AuditResolver,
  ],
  exports: [AuditSealer],
})
export class AuditModule {
  constructor(@Inject(Duties) duties: Duties, @Inject(AuditSealer) sealer: AuditSealer) {
    duties.register({ name: 'seal the record', run: () => sealer.sealAll() });
  }
}
