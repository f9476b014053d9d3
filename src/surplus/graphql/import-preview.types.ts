import { Field, Int, ObjectType } from '@nestjs/graphql';
import { shown, VerdictType } from '../../platform/graphql/verdict.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import type { LineError } from '../domain/table-of-file.js';

@ObjectType('FileError', { description: 'What is wrong with a line of a file.' })
export class FileErrorType {
  @Field(() => Int, { description: 'The line, from 1; 0 for the file as a whole.' })
  line: number;
  @Field(() => String, { description: 'What is wrong and what can be done.' })
  message: string;
}

/** What importing a file would do, whatever it is of. */
@ObjectType({ isAbstract: true })
export abstract class ImportPreviewFacts {
  @Field(() => VerdictType, {
    description: 'Whether the viewer may import it now; where not, the file is not looked at.',
  })
  mayImport: VerdictType;
  @Field(() => Int, { description: 'How many lines are well.' })
  lines: number;
  @Field(() => [FileErrorType], { description: 'Every error, the first 1,000 by line.' })
  errors: FileErrorType[];
  @Field(() => [String], { description: 'Columns that are left alone.' })
  ignoredColumns: string[];
  @Field(() => Boolean, {
    description: 'Whether the same file was imported before; importing it again changes nothing.',
  })
  alreadyImported: boolean;
}

/** The first thousand errors of a preview; of a file that may not be imported nothing. */
export function previewPage<Preview extends { readonly errors: readonly LineError[] }>(
  preview: Preview | Refusal | null,
): object | null {
  if (preview === null) return null;
  if (!isRefusal(preview))
    return { ...preview, errors: preview.errors.slice(0, 1_000), mayImport: shown(true) };
  const nothing = {
    lines: 0,
    parties: 0,
    totals: [],
    errors: [],
    ignoredColumns: [],
    alreadyImported: false,
  };
  return { ...nothing, mayImport: shown(preview) };
}
