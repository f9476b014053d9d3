import { Inject, Module } from '@nestjs/common';
import { CastingSteps } from '../casting-steps.js';
import { ObjectionActsResolver, objectionDoneResolvers } from '../graphql/objection.acts.resolver.js';
import {
  ObjectionEventResolver,
  ObjectionResolver,
  PollObjectionsResolver,
} from '../graphql/objection.resolver.js';
import { PollCounting } from '../poll-counting.js';
import { VotingModule } from '../voting.module.js';
import { EndingObjections } from './ending-objections.js';
import { followConsentBallot } from './objecting-ballots.js';
import { ObjectionReading } from './objection-reading.js';
import { Objections } from './objections.js';
import { countedObjections, overruleObjections } from './overruling.js';

/** Consent: what ballots bring beside their marks, and objections from the ballot to the count. */
@Module({
  imports: [VotingModule],
  providers: [
    Objections,
    EndingObjections,
    ObjectionReading,
    ObjectionResolver,
    ObjectionEventResolver,
    PollObjectionsResolver,
    ObjectionActsResolver,
    ...objectionDoneResolvers,
  ],
})
export class ConsentModule {
  constructor(@Inject(CastingSteps) casting: CastingSteps, @Inject(PollCounting) counting: PollCounting) {
    casting.register('consent', followConsentBallot);
    counting.registerClosingStep('overrule objections', overruleObjections);
    counting.registerObjections(countedObjections);
  }
}
