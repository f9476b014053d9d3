import { readFileSync } from 'node:fs';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { declaredSchema, schemaText } from '../../src/cli/schema-text.js';
import { allActs } from '../../src/platform/graphql/act.js';

/** Acts that move money or cast votes, by what they are called; done twice by accident they would do harm. */
const movesMoneyOrVotes =
  /ballot|share|payment|^pay|patronage|distribution|surplus|redeem|refund|ledger|journal|entry|transfer/i;
/** Those of them that need no key, each with the reason. */
const needsNoKey: Readonly<Record<string, string>> = {};

describe('the schema', () => {
  let schema: GraphQLSchema;
  beforeAll(async () => {
    schema = await declaredSchema();
  });
  const ownTypes = () =>
    Object.values(schema.getTypeMap()).filter(
      (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
    );
  const mutations = (): GraphQLField<unknown, unknown>[] =>
    Object.values(schema.getMutationType()?.getFields() ?? {});

  it('describes every type, field, argument and value of an enum', () => {
    const silent: string[] = [];
    const look = (place: string, description: string | null | undefined): void => {
      if (!description || description.trim().length < 3) silent.push(place);
    };
    for (const type of ownTypes()) {
      const isRoot = ['Query', 'Mutation', 'Subscription'].includes(type.name);
      if (!isRoot) look(type.name, type.description);
      if (isEnumType(type))
        for (const value of type.getValues()) look(`${type.name}.${value.name}`, value.description);
      if (isInputObjectType(type))
        for (const field of Object.values(type.getFields()))
          look(`${type.name}.${field.name}`, field.description);
      if (isObjectType(type) || isInterfaceType(type))
        for (const field of Object.values(type.getFields())) {
          look(`${type.name}.${field.name}`, field.description);
          for (const argument of field.args)
            look(`${type.name}.${field.name}(${argument.name})`, argument.description);
        }
    }
    expect(silent).toEqual([]);
  });

  it('has a permission rule behind every act, in code and in words', () => {
    const acts = allActs();
    const lawless = mutations()
      .map(({ name }) => name)
      .filter((name) => {
        const act = acts.get(name);
        if (!act || act.whoInWords.trim().length < 3) return true;
        return typeof act.who !== 'function' && act.who.anyone.trim().length < 10;
      });
    // Declare the mutation with defineAct and name the policy function that its command asks first.
    expect(lawless).toEqual([]);
    const published = new Set(mutations().map(({ name }) => name));
    expect([...acts.keys()].filter((name) => !published.has(name))).toEqual([]);
  });

  it('answers every act with a union of done and refused, whose reasons are a closed list', () => {
    const wrong = mutations().filter(({ name, type }) => {
      const pascal = name[0]!.toUpperCase() + name.slice(1);
      const answer = isNonNullType(type) ? type.ofType : type;
      const refused = schema.getType(`${pascal}Refused`);
      return (
        String(answer) !== `${pascal}Answer` ||
        !isObjectType(refused) ||
        String(refused.getFields().reason?.type) !== `${pascal}RefusalReason!`
      );
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('takes an idempotency key with every act on money and ballots', () => {
    const keyless = mutations()
      .filter(({ name }) => movesMoneyOrVotes.test(name) && !(name in needsNoKey))
      .filter(({ args }) => !args.some(takesKey));
    expect(keyless.map(({ name }) => name)).toEqual([]);
  });

  it('has no field of free-form JSON', () => {
    expect(
      ownTypes()
        .filter(({ name }) => /json|^any$|^object$/i.test(name))
        .map(({ name }) => name),
    ).toEqual([]);
  });

  it('is the one in schema.graphql', () => {
    const committed = readFileSync('schema.graphql', 'utf8');
    // When the change is meant, run `npm run schema` and review the difference.
    expect(schemaText(schema) === committed ? 'the same' : 'changed: run npm run schema').toBe('the same');
  });

  const takesKey = (argument: GraphQLField<unknown, unknown>['args'][number]): boolean => {
    if (argument.name === 'idempotencyKey') return isNonNullType(argument.type);
    const input = isNonNullType(argument.type) ? argument.type.ofType : argument.type;
    const key = isInputObjectType(input) ? input.getFields().idempotencyKey : undefined;
    return key !== undefined && isNonNullType(key.type);
  };
});
