import { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';

@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: 'How many rows, 1 to 100; 20 when absent.' })
  first?: number | null;
  @Field(() => String, { nullable: true, description: 'The cursor after which to go on.' })
  after?: string | null;
}

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
