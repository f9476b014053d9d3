import { Field, ID, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../../platform/graphql/connection.js';
import { Fraction, MinorUnits } from '../../../platform/graphql/scalars.js';
import { WhyHiddenEnum } from '../../graphql/why-hidden.js';
import { RunLimitEnum } from './run-enums.js';
import { FormFacts, LineFacts } from './run-facts.types.js';

@ObjectType('RunLineForm', { description: 'In what form a part of a line comes.' })
export class RunLineFormType extends FormFacts {
  @Field(() => MinorUnits, { description: 'How much of it is posted while records are disputed.' })
  leastMinor: bigint;
}
@ObjectType('RunBasisShare', { description: 'One’s own quantity of a basis beside everybody’s.' })
export class RunBasisShareType {
  @Field(() => String, { description: 'What is counted.' })
  basis: string;
  @Field(() => Fraction, { description: 'One’s own, exact.' })
  quantity: string;
  @Field(() => Fraction, {
    nullable: true,
    description: 'Everybody’s, exact; null where it would tell what few others did.',
  })
  total: string | null;
}
@ObjectType('RunEnteredFact', {
  description: 'A fact of a participant that an officer entered over what register and books say.',
})
export class RunEnteredFactType {
  @Field(() => String, { description: 'Which one: debts, class, balance and so on.' })
  fact: string;
  @Field(() => String, { description: 'What was entered; amounts in minor units.' })
  value: string;
  @Field(() => String, { description: 'Who entered it, by the key of their accounts.' })
  by: string;
  @Field(() => String, { description: 'When, as the snapshot has it.' })
  at: string;
}
@ObjectType('WhyThisLine', { description: 'How a line was reached, so that anybody can repeat it.' })
export class WhyThisLineType {
  @Field(() => [RunBasisShareType], { description: 'What it is measured by.' })
  bases: RunBasisShareType[];
  @Field(() => Fraction, { description: 'The coefficient for seniority, time and kind.' })
  coefficient: string;
  @Field(() => Fraction, {
    nullable: true,
    description: 'The part of all weights, exact; null where `whyHidden` says so.',
  })
  share: string | null;
  @Field(() => Fraction, {
    nullable: true,
    description: 'The exact amount in minor units, before it is made whole; null where `whyHidden` says so.',
  })
  exactMinor: string | null;
  @Field(() => WhyHiddenEnum, {
    nullable: true,
    description: 'Why totals and exact parts are not told; null where they are.',
  })
  whyHidden: string | null;
  @Field(() => MinorUnits, { description: 'The exact amount rounded down.' })
  floorMinor: bigint;
  @Field(() => Fraction, {
    nullable: true,
    description: 'What rounding down left over, in minor units; null where `whyHidden` says so.',
  })
  remainder: string | null;
  @Field(() => Boolean, { description: 'Whether a unit left over came here.' })
  roundedUp: boolean;
  @Field(() => Boolean, { description: 'Whether the lot decided about that unit.' })
  lotDecided: boolean;
  @Field(() => RunLimitEnum, { nullable: true, description: 'What holds the amount, if anything does.' })
  limit: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'The rule that leaves this participant out, if one does.',
  })
  leftOut: string | null;
  @Field(() => [RunEnteredFactType], {
    description:
      'What of their facts an officer entered by hand; empty where records, register and books said it all.',
  })
  entered: RunEnteredFactType[];
}
@ObjectType('RunLine', {
  description: 'What one participant gets of a run, or bears, with all it follows from.',
})
export class RunLineType extends LineFacts {
  @Field(() => ID, { description: 'Whose it is.' })
  partyId: string;
  @Field(() => String, { description: 'The key of their accounts; the lot is drawn by it.' })
  key: string;
}
export const RunLineConnection = connectionOf(RunLineType, 'RunLine');
