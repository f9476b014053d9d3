import { Inject } from '@nestjs/common';
import {
  Args,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { MemberType } from '../../../membership/graphql/membership.types.js';
import { memberships } from '../../../membership/member-register.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { checkedPage, connectionOf, PageArgs } from '../../../platform/graphql/connection.js';
import { ActMutation, defineAct, keyedReasons } from '../../../platform/graphql/act.js';
import { Scope, Wants } from '../../../platform/graphql/decorators.js';
import { describedEnum } from '../../../platform/graphql/described-enum.js';
import { surplusReasons } from '../../domain/surplus-reasons.js';
import { CalendarDate, Instant } from '../../../platform/graphql/scalars.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { mayKeepCapital } from '../capital.policy.js';
import { capitalReasons } from '../domain/capital-reasons.js';
import type { ConsentGiven } from '../../domain/consent-csv.js';
import { ImportPreviewFacts, previewPage } from '../../graphql/import-preview.types.js';
import { ConsentImport } from '../consent-import.js';
import { TaxConsents } from '../tax-consents.js';
import { TaxConsentReading, type ConsentRow } from '../tax-consent-reading.js';
import { keyDescription } from './capital.inputs.js';

const ConsentGivenEnum = describedEnum<ConsentGiven>('TaxConsentGiven', 'How a consent was given.', {
  written: 'In writing.',
  bylaw: 'By joining, or staying, under a bylaw that says so, after notice and a copy of it.',
  revoked: 'It was taken back.',
});

@InputType({ description: 'A consent to be taxed on what is retained, or its end.' })
export class RecordTaxConsentInput {
  @Field(() => String, { description: 'Whose: a member number as `m007`, or the reference of a party.' })
  ref: string;
  @Field(() => ConsentGivenEnum, { description: 'How it was given.' })
  given: ConsentGiven;
  @Field(() => CalendarDate, { description: 'The day since which it holds.' })
  effectiveOn: string;
  @Field(() => String, {
    description: 'Where it stands: the form, the bylaw and its notice. One line of 1 to 500 characters.',
  })
  evidence: string;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}
@ObjectType({ description: 'The consent is on file.' })
export class TaxConsentRecorded {
  @Field(() => ID, { description: 'What was recorded.' })
  consentId: string;
}

export const recordTaxConsentAct = defineAct({
  name: 'recordTaxConsent',
  description:
    'Puts on file that a member consents to be taxed on what is retained for them, or no longer does; runs of periods that end later go by it.',
  done: TaxConsentRecorded,
  reasons: { ...keyedReasons, DATE_IN_THE_FUTURE: capitalReasons.DATE_IN_THE_FUTURE },
  who: mayKeepCapital,
  whoInWords: 'a treasurer',
});

@ObjectType('TaxConsentFileTotal', { description: 'How many lines of a file give a consent in one way.' })
export class TaxConsentFileTotalType {
  @Field(() => ConsentGivenEnum, { description: 'How it was given.' })
  given: ConsentGiven;
  @Field(() => Int, { description: 'How many lines.' })
  lines: number;
}
@ObjectType('TaxConsentImportPreview', {
  description: 'What importing a file of consents would do. Nothing has been written.',
})
export class TaxConsentImportPreviewType extends ImportPreviewFacts {
  @Field(() => [TaxConsentFileTotalType], { description: 'The lines by how the consent was given.' })
  totals: TaxConsentFileTotalType[];
}
@InputType({ description: 'A file of consents.' })
export class ImportTaxConsentsInput {
  @Field(() => String, {
    description: 'The file’s text: columns ref, given (written, bylaw, revoked), effective_on and evidence.',
  })
  content: string;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}
@ObjectType({ description: 'Every line of the file is on file.' })
export class TaxConsentsImported {
  @Field(() => ID, { description: 'The import.' })
  importId: string;
  @Field(() => Int, { description: 'How many consents it has.' })
  lines: number;
}

export const importTaxConsentsAct = defineAct({
  name: 'importTaxConsents',
  description: 'Puts the consents of every line of a file on file, or none of it.',
  done: TaxConsentsImported,
  reasons: { ...keyedReasons, FILE_HAS_ERRORS: surplusReasons.FILE_HAS_ERRORS },
  who: mayKeepCapital,
  whoInWords: 'a treasurer',
});

@ObjectType('TaxConsent', {
  description: 'A consent to be taxed on what is retained, or its end, as it is on file.',
})
export class TaxConsentType {
  @Field(() => ID, { description: 'The identifier of this record.' })
  id: string;
  @Field(() => ID, { description: 'Whose.' })
  partyId: string;
  @Field(() => String, { description: 'The key of their accounts, as `m007`.' })
  key: string;
  @Field(() => ConsentGivenEnum, { description: 'How it was given.' })
  given: ConsentGiven;
  @Field(() => CalendarDate, {
    description: 'The day since which it holds; the latest that is effective stands.',
  })
  effectiveOn: string;
  @Field(() => String, { description: 'Where it stands.' })
  evidence: string;
  @Field(() => Instant, { description: 'When it was put on file.' })
  recordedAt: Date;
}
export const TaxConsentConnection = connectionOf(TaxConsentType, 'TaxConsent');

@Resolver(() => TaxConsentType)
export class TaxConsentResolver {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(TaxConsentReading) private readonly reading: TaxConsentReading,
  ) {}

  @Query(() => TaxConsentConnection, {
    nullable: true,
    description: 'What is on file of the viewer’s own consent, what was recorded last first.',
  })
  myTaxConsents(
    @Scope() scope: RequestScope,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.mine(scope, page, counted);
  }

  @Query(() => TaxConsentConnection, {
    nullable: true,
    description: 'Everybody’s consents, what was recorded last first; for treasurer and auditor.',
  })
  taxConsents(
    @Scope() scope: RequestScope,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.all(scope, page, counted);
  }

  @ResolveField(() => MemberType, { nullable: true, description: 'Who put it on file.' })
  recordedBy(@Scope() scope: RequestScope, @Parent() consent: ConsentRow): unknown {
    return memberships(scope, this.work).load(consent.recordedBy);
  }
}

@Resolver()
export class ConsentResolver {
  constructor(
    @Inject(TaxConsents) private readonly consents: TaxConsents,
    @Inject(ConsentImport) private readonly files: ConsentImport,
  ) {}

  @Query(() => TaxConsentImportPreviewType, {
    nullable: true,
    description: 'What importing a file of consents would do; for treasurers.',
  })
  async taxConsentImportPreview(
    @Scope() scope: RequestScope,
    @Args('content', { type: () => String, description: 'The file’s text.' }) content: string,
  ): Promise<unknown> {
    return previewPage(await this.files.preview(scope, content));
  }

  @ActMutation(importTaxConsentsAct)
  importTaxConsents(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'The file.' }) input: ImportTaxConsentsInput,
  ): unknown {
    return this.files.importTaxConsents(scope, input);
  }

  @ActMutation(recordTaxConsentAct)
  recordTaxConsent(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'Whose consent, since when.' }) input: RecordTaxConsentInput,
  ): unknown {
    return this.consents.recordTaxConsent(scope, input);
  }
}
