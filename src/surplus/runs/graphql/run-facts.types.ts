import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Fraction, Instant, MinorUnits } from '../../../platform/graphql/scalars.js';
import { RunModeEnum, RunPartEnum, RunStateEnum } from './run-enums.js';

/** What a run says of itself wherever it is told of: the run, a member's statement of it, the summary. */
@ObjectType({ isAbstract: true })
export abstract class RunFacts {
  @Field(() => RunModeEnum, { description: 'What it is for.' })
  mode: string;
  @Field(() => RunStateEnum, { description: 'How far it has come.' })
  state: string;
  @Field(() => String, {
    nullable: true,
    description: 'The rule of the bylaws that the policy was taken from.',
  })
  policyKey: string | null;
  @Field(() => Int, { nullable: true, description: 'The version of that rule.' })
  policyVersion: number | null;
  @Field(() => String, { description: 'SHA-256 of the policy.' })
  policyHash: string;
  @Field(() => String, { nullable: true, description: 'SHA-256 of the frozen snapshot.' })
  snapshotHash: string | null;
  @Field(() => String, { nullable: true, description: 'SHA-256 of everything that a vote binds.' })
  runHash: string | null;
  @Field(() => String, { description: 'The currency, ISO 4217.' })
  currency: string;
  @Field(() => Instant, { nullable: true, description: 'Until when members review it.' })
  reviewUntil: Date | null;
}

/** One step of the sharing as an amount, in a run and on its page. */
@ObjectType({ isAbstract: true })
export class EntryFacts {
  @Field(() => String, { description: 'Which step.' })
  id: string;
  @Field(() => String, { description: 'What kind: reserve, purposeFund, pool, tax and so on.' })
  kind: string;
  @Field(() => MinorUnits, { description: 'The amount.' })
  amountMinor: bigint;
  @Field(() => Fraction, {
    description: 'The exact part of the whole surplus, not of what earlier steps left.',
  })
  ofSurplus: string;
}

/** What is shared by one weighting, interest, or a part of a loss, in a run and on its page. */
@ObjectType({ isAbstract: true })
export abstract class PoolFacts {
  @Field(() => String, { description: 'Its name.' })
  pool: string;
  @Field(() => RunPartEnum, { description: 'What it is.' })
  part: string;
  @Field(() => MinorUnits, {
    description: 'Its size: lines, what goes to a fund and what is held sum to it.',
  })
  sizeMinor: bigint;
  @Field(() => MinorUnits, { description: 'What goes to a fund, because nobody may get it.' })
  toFundMinor: bigint;
}

/** What one participant gets of a pool, or bears of a loss, in a run and in their statement. */
@ObjectType({ isAbstract: true })
export abstract class LineFacts {
  @Field(() => String, { description: 'Of which pool.' })
  pool: string;
  @Field(() => RunPartEnum, { description: 'What it is a part of.' })
  part: string;
  @Field(() => MinorUnits, { description: 'The amount; its forms sum to it.' })
  amountMinor: bigint;
  @Field(() => MinorUnits, { description: 'How much of it stands whatever way open disputes end.' })
  leastMinor: bigint;
}

/** In what form a part of an amount comes. */
@ObjectType({ isAbstract: true })
export abstract class FormFacts {
  @Field(() => String, {
    description:
      'setOff, unpaidShares, ownLosses, withholding, cash, shares, retained, donated, accumulated, voucher; of a loss fromBalance, owed, toPay or againstReturns.',
  })
  form: string;
  @Field(() => String, { nullable: true, description: 'Its kind, as qualified.' })
  kind: string | null;
  @Field(() => Int, { nullable: true, description: 'The year it is kept under, where the policy says one.' })
  year: number | null;
  @Field(() => MinorUnits, { description: 'How much.' })
  amountMinor: bigint;
}
