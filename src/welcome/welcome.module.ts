import { Module } from '@nestjs/common';
import { PublicQueries } from './public-queries.js';
import { WelcomeController } from './welcome.controller.js';
import { WelcomeReading } from './welcome.reading.js';

/** Plain pages for people without a client of their own. */
@Module({
  controllers: [WelcomeController],
  providers: [PublicQueries, WelcomeReading],
})
export class WelcomeModule {}
