import { Module } from '@nestjs/common';
import { IdentityModule } from '../../identity/identity.module.js';
import { DemoAccess } from './demo-access.js';
import { DemoController } from './demo.controller.js';

/** Part of the application only when the demonstration runs. */
@Module({
  imports: [IdentityModule],
  controllers: [DemoController],
  providers: [DemoAccess],
  exports: [DemoAccess],
})
export class DemoModule {}
