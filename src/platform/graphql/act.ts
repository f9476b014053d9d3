import { Type } from '@nestjs/common';
import {
  createUnionType,
  Field,
  Mutation,
  ObjectType,
  registerEnumType,
  type ReturnTypeFunc,
} from '@nestjs/graphql';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { localInstants } from './local-instants.js';
import { idempotencyReasons } from '../database/idempotency.js';

/** Reasons with the sentence that describes each in the schema. */
export type DescribedReasons = Readonly<Record<string, string>>;

/** Refusals any act may answer with. */
export const commonReasons = {
  NOT_SIGNED_IN: 'Nobody is signed in, or the session has ended.',
  NOT_A_MEMBER: 'The person signed in is not a current member of this cooperative.',
  NOT_ALLOWED: 'The viewer has no right to this act on this object.',
  NOT_FOUND: 'There is nothing here under this identifier that the viewer may see.',
  INVALID_INPUT: 'A value is missing, malformed or out of range; the details name each field.',
} as const;

/** Refusals of acts that take an idempotency key. */
export const keyedReasons: Record<(typeof idempotencyReasons)[number], string> = {
  IDEMPOTENCY_KEY_REUSED: 'The key already stands for another request.',
  IDEMPOTENCY_KEY_INVALID: 'The key is not 8 to 200 visible ASCII characters.',
};

export interface ActDefinition {
  /** The mutation's name. */
  readonly name: string;
  readonly description: string;
  /** The member of the union that says it was done. */
  readonly done: Type<unknown>;
  /** The closed list of reasons of this act; the common ones are added. */
  readonly reasons: DescribedReasons;
  /** The permission rule (a pure function of the module's policy), or `anyone` with the reason it is open. */
  readonly who: ((...facts: never[]) => unknown) | { readonly anyone: string };
  /** The same rule in words, for the documentation. */
  readonly whoInWords: string;
}

export interface Act extends ActDefinition {
  readonly answer: unknown;
}

const registry = new Map<string, Act>();

/** Every act of the API with its permission rule; a test walks the schema and fails where one is missing. */
export const allActs = (): ReadonlyMap<string, Act> => registry;

/**
 * Declares a mutation: its union of answers, its closed reasons, its permission rule.
 * `castBallot` answers with `CastBallotAnswer = BallotCast | CastBallotRefused`.
 */
export function defineAct(definition: ActDefinition): Act {
  const pascal = definition.name[0]!.toUpperCase() + definition.name.slice(1);
  const refused = refusedType(pascal, { ...commonReasons, ...definition.reasons });
  const answer: unknown = createUnionType({
    name: `${pascal}Answer`,
    description: `What \`${definition.name}\` answers: done, or refused with a reason.`,
    types: () => [definition.done, refused] as const,
    resolveType: (value: unknown) => (isRefusal(value) ? refused : definition.done),
  });
  const act = { ...definition, answer };
  registry.set(definition.name, act);
  return act;
}

function refusedType(pascal: string, reasons: DescribedReasons): Type<unknown> {
  const reasonEnum = Object.fromEntries(Object.keys(reasons).map((reason) => [reason, reason]));
  registerEnumType(reasonEnum, {
    name: `${pascal}RefusalReason`,
    description: `Why \`${pascal}\` can be refused; the list is closed.`,
    valuesMap: Object.fromEntries(
      Object.entries(reasons).map(([reason, description]) => [reason, { description }]),
    ),
  });
  class Refused implements Pick<Refusal, 'reason' | 'message' | 'details'> {
    reason!: string;
    message!: string;
    details!: string[];
  }
  Object.defineProperty(Refused, 'name', { value: `${pascal}Refused` });
  Field(() => reasonEnum, { description: 'One of a closed list, for programs.' })(
    Refused.prototype,
    'reason',
  );
  const middleware = [localInstants];
  Field(() => String, { middleware, description: 'What is wrong and what can be done, for people.' })(
    Refused.prototype,
    'message',
  );
  Field(() => [String], {
    middleware,
    description: 'The fields, lines or marks at fault, one sentence each.',
  })(Refused.prototype, 'details');
  ObjectType(`${pascal}Refused`, { description: `\`${pascal}\` was refused: nothing has been changed.` })(
    Refused,
  );
  return Refused;
}

/** Marks the resolver of an act. */
export const ActMutation = (act: Act): MethodDecorator =>
  Mutation((() => act.answer) as ReturnTypeFunc, { name: act.name, description: act.description });
