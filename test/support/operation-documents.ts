import {
  getNamedType,
  isLeafType,
  isObjectType,
  isUnionType,
  isNonNullType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

export type OperationField = GraphQLField<unknown, unknown>;

/** Every query and mutation of a schema, by name. */
export function operationsOf(schema: GraphQLSchema): ReadonlyMap<string, OperationField> {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  return new Map(roots.flatMap((root) => Object.entries(root?.getFields() ?? {})));
}

/**
 * A document that asks an operation with every argument as a variable, and for all that can be asked back: of a list a
 * short page, since all of everything is more than one query may ask for.
 */
export function documentOf(schema: GraphQLSchema, name: string): string {
  const isQuery = schema.getQueryType()?.getFields()[name] !== undefined;
  const field = operationsOf(schema).get(name);
  if (!field) throw new Error(`the schema has no operation ${name}`);
  const variables = field.args.filter((argument) => argument.name !== 'first');
  const declared = variables.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
  const page = variables.length < field.args.length ? ['first: 3'] : [];
  const given = [...variables.map((argument) => `${argument.name}: $${argument.name}`), ...page].join(', ');
  const selection = selectionOf(getNamedType(field.type), 3);
  return `${isQuery ? 'query' : 'mutation'}${declared && ` (${declared})`} { ${name}${given && `(${given})`} ${selection} }`;
}

function selectionOf(type: GraphQLNamedType, depth: number): string {
  if (isUnionType(type)) {
    const members = type.getTypes().map((member) => `... on ${member.name} ${selectionOf(member, depth)}`);
    return `{ __typename ${members.join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  const parts = Object.values(type.getFields()).flatMap((field): string[] => {
    const of = getNamedType(field.type);
    if (field.args.some((argument) => isNonNullType(argument.type))) return [];
    if (isLeafType(of)) return [field.name];
    if (depth === 0 || field.name === 'edges') return [];
    return [`${field.name} ${selectionOf(of, depth - 1)}`];
  });
  return `{ ${['__typename', ...parts].join(' ')} }`;
}
