import { Type, type PipeTransform } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';

import { defaultPageSize, maxPageSize } from '../../shared/page.js';
import { CallersMistake } from './callers-mistake.js';

@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: 'How many rows, 1 to 100; 20 when absent.' })
  first?: number | null;
  @Field(() => String, { nullable: true, description: 'The cursor after which to go on.' })
  after?: string | null;
}

/** How many rows a page may have, said as an error: an empty page would look like an empty list. */
export const checkedPage: PipeTransform<PageArgs, PageArgs> = {
  transform(page) {
    const first = page.first ?? defaultPageSize;
    if (first >= 1 && first <= maxPageSize) return page;
    throw new CallersMistake(`A page has 1 to ${maxPageSize} rows: first is ${first}.`);
  },
};

@ObjectType({ description: 'Where a page ends and whether more follows.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether rows follow this page.' })
  hasNextPage: boolean;
  @Field(() => String, { nullable: true, description: 'The cursor of the last row; null on an empty page.' })
  endCursor: string | null;
}

/** The connection type of a list: `MemberConnection { edges { cursor node } nodes pageInfo totalCount }`. */
export function connectionOf(node: Type<unknown>, name: string): Type<unknown> {
  @ObjectType(`${name}Edge`, { description: `One row of a list of ${name}, with its place.` })
  class Edge {
    @Field(() => String, { description: 'The place of this row, to go on after it.' })
    cursor: string;
    @Field(() => node, { description: 'The row.' })
    node: unknown;
  }
  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.` })
  class Connection {
    @Field(() => [Edge], { description: 'The rows with their places.' })
    edges: Edge[];
    @Field(() => [node], { description: 'The rows alone.' })
    nodes: unknown[];
    @Field(() => PageInfo, { description: 'Where this page ends.' })
    pageInfo: PageInfo;
    @Field(() => Int, {
      nullable: true,
      description: 'How many rows the whole list has; counted only when asked for.',
    })
    totalCount?: number | null;
  }
  return Connection;
}
