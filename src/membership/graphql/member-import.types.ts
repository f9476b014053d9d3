import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { CalendarDate } from '../../platform/graphql/scalars.js';
import { VerdictType } from '../../platform/graphql/verdict.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';
import { PartyKindEnum } from './membership.enums.js';
import type { PartyKind } from '../membership.rows.js';
import type { DateOrder } from '../domain/written-values.js';

export const DateOrderEnum = describedEnum<DateOrder>(
  'DateOrder',
  'Which comes first in dates like 03/04/2021.',
  {
    'day-first': 'The day: the third of April.',
    'month-first': 'The month: the fourth of March.',
  },
);

@InputType({ description: 'A file of members: as its bytes in base64, or as text. One of the two.' })
export class MemberFileInput {
  @Field(() => String, { nullable: true, description: 'The bytes of the file in base64.' })
  base64?: string | null;
  @Field(() => String, { nullable: true, description: 'The text of the file.' })
  text?: string | null;
  @Field(() => DateOrderEnum, {
    nullable: true,
    description:
      'Which comes first in its dates, where the file does not show it; by the locale when absent.',
  })
  dateOrder?: DateOrder | null;
}

@ObjectType('MemberImportFault', {
  description: 'Something on a line that keeps the file from being imported.',
})
export class MemberImportFaultType {
  @Field(() => Int, { description: 'The line, counted from 1 with the header.' })
  line: number;
  @Field(() => String, { description: 'What is wrong and what would be right.' })
  message: string;
}

@ObjectType('MemberImportLine', { description: 'A member as the file would enter them.' })
export class MemberImportLineType {
  @Field(() => Int, { description: 'The line, counted from 1 with the header.' })
  line: number;
  @Field(() => String, { nullable: true, description: 'The reference.' })
  ref: string | null;
  @Field(() => String, { description: 'The name.' })
  name: string;
  @Field(() => PartyKindEnum, { description: 'What holds the membership.' })
  kind: PartyKind;
  @Field(() => String, { nullable: true, description: 'The code of the class; the only class when absent.' })
  classCode: string | null;
  @Field(() => CalendarDate, {
    nullable: true,
    description: 'Since when; the day of the import when absent.',
  })
  joinedOn: string | null;
}

@ObjectType('MemberImportPreview', {
  description: 'What a file of members would do; nothing has been written.',
})
export class MemberImportPreviewType {
  @Field(() => VerdictType, {
    description: 'Whether the viewer may import members; where not, the file is not looked at.',
  })
  mayImport: VerdictType;
  @Field(() => String, {
    nullable: true,
    description: 'Why the file cannot be read at all; null when it can.',
  })
  unreadable: string | null;
  @Field(() => Int, { description: 'How many members it holds.' })
  memberCount: number;
  @Field(() => Int, { description: 'How many faults it has; it can be imported when there are none.' })
  faultCount: number;
  @Field(() => [MemberImportFaultType], { description: 'The faults by line, the first thousand.' })
  faults: readonly MemberImportFaultType[];
  @Field(() => [MemberImportLineType], { description: 'The first ten members, as they were understood.' })
  sample: readonly MemberImportLineType[];
  @Field(() => [String], { description: 'Columns that mean nothing here and are left out.' })
  ignoredColumns: readonly string[];
  @Field(() => Boolean, { description: 'Whether this very file is in the register already.' })
  isImported: boolean;
}
