import { Field, Int, ObjectType } from '@nestjs/graphql';
import { VerdictType } from '../../platform/graphql/verdict.js';

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
