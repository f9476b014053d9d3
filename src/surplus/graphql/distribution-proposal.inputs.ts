import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { MinorUnits } from '../../platform/graphql/scalars.js';

@InputType({ description: 'A proposal to share surplus, and the terms on which adoption shares it.' })
export class DraftDistributionProposalInput {
  @Field(() => String, { description: 'One line, at most 200 characters.' })
  title: string;
  @Field(() => String, { description: 'The text, at most 50,000 characters; may be empty.' })
  body: string;
  @Field(() => ID, { description: 'The period whose surplus is shared.' })
  periodId: string;
  @Field(() => String, { description: 'The patronage that it is shared by, as `purchases`.' })
  basis: string;
  @Field(() => MinorUnits, {
    description: 'What is shared, more than zero, in the cooperative’s own currency.',
  })
  amountMinor: bigint;
  @Field(() => Int, {
    description: 'Of each share, the part paid out, in hundredths of a per cent; the rest is retained.',
  })
  cashBasisPoints: number;
}

@InputType({ description: 'A new version of a proposal to share surplus.' })
export class EditDistributionProposalInput extends DraftDistributionProposalInput {
  @Field(() => ID, { description: 'The proposal.' })
  proposalId: string;
}
