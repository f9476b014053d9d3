import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { CalendarDate, MinorUnits } from '../../../platform/graphql/scalars.js';
import type { LotKind } from '../domain/lot.js';
import { CapitalLotKindEnum } from './capital.types.js';

export const keyDescription = 'New for every request, 8 to 200 characters.';

/** Where the policy of an act comes from: one of the two. */
@InputType({ isAbstract: true })
export abstract class PolicySourceFields {
  @Field(() => String, {
    nullable: true,
    description: 'The rule of the bylaws, `surplus-policy/…`; or `policy`.',
  })
  policyKey?: string | null;
  @Field(() => String, { nullable: true, description: 'The policy as JSON text; or `policyKey`.' })
  policy?: string | null;
}

@InputType({ description: 'A balance of capital from before the books were kept here.' })
export class OpenCapitalBalanceInput {
  @Field(() => ID, { description: 'The membership whose capital it is.' })
  membershipId: string;
  @Field(() => CapitalLotKindEnum, { description: 'Share capital, or retained surplus.' })
  kind: LotKind;
  @Field(() => Int, { nullable: true, description: 'The year it was retained of; none for shares.' })
  year?: number | null;
  @Field(() => String, {
    nullable: true,
    description: 'What tells it from others of its kind and year, as `voluntary`.',
  })
  part?: string | null;
  @Field(() => MinorUnits, { description: 'The balance, more than zero.' })
  amountMinor: bigint;
  @Field(() => CalendarDate, { description: 'The day of the balance.' })
  asOf: string;
  @Field(() => String, { description: 'Where it stands: the account, the page, the auditor’s report.' })
  evidence: string;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}

@InputType({ description: 'What the books do not say of a lot. What is left out stays as it is.' })
export class MarkCapitalLotInput {
  @Field(() => ID, { description: 'The lot.' })
  lotId: string;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Taxed when allocated (true) or when paid back (false).',
  })
  qualified?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether the bylaws ask it of every member.' })
  mandatory?: boolean | null;
  @Field(() => String, { nullable: true, description: 'Who holds it in pledge; empty text releases it.' })
  pledgedTo?: string | null;
  @Field(() => String, { description: 'Why, in one line.' })
  reason: string;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}

@InputType({ description: 'A lot that its holder wants paid back.' })
export class RequestRedemptionInput {
  @Field(() => ID, { description: 'The lot.' })
  lotId: string;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}

@InputType({ description: 'Capital that one member passes on to another.' })
export class TransferCapitalInput {
  @Field(() => ID, { description: 'The lot; a part of it divides it.' })
  lotId: string;
  @Field(() => ID, { description: 'The membership that takes it over.' })
  toMembershipId: string;
  @Field(() => MinorUnits, { description: 'How much, at most what is paid up.' })
  amountMinor: bigint;
  @Field(() => String, { description: 'What both signed, in one line.' })
  evidence: string;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}

@ObjectType({ description: 'The balance stands in the books.' })
export class CapitalBalanceOpened {
  @Field(() => ID, { description: 'The opening balance.' })
  openingId: string;
  @Field(() => ID, { description: 'The membership whose capital it is.' })
  membershipId: string;
}
@ObjectType({ description: 'The lot is marked.' })
export class CapitalLotMarked {
  @Field(() => ID, { description: 'The lot.' })
  lotId: string;
}
@ObjectType({
  description: 'The wish to be paid back stands with its day; asked again, the first day stays.',
})
export class RedemptionRequested {
  @Field(() => ID, { description: 'The lot.' })
  lotId: string;
}
@ObjectType({ description: 'The capital is the other member’s, its year kept.' })
export class CapitalTransferred {
  @Field(() => ID, { description: 'The transfer.' })
  transferId: string;
  @Field(() => ID, { description: 'The lot it was taken from.' })
  lotId: string;
}
