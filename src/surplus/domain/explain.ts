import { Ratio } from '../../shared/ratio.js';
import type { Json } from '../../shared/canonical-json.js';

/**
 * The explain tree: one node for each step of a computation, written by the step itself, so that what is
 * shown to members is what was computed. Amounts are minor units; parameters are exact fractions.
 */
export interface ExplainNode {
  /** The kind of step, `"appropriation"`. */
  readonly step: string;
  /** Which one of its kind, `"legal reserve"`. */
  readonly id: string;
  /** The rule in words. */
  readonly rule: string;
  /** Where the rule stands: an article, a bylaw, a decision. */
  readonly source: string;
  readonly parameter: Readonly<Record<string, ExplainValue>>;
  readonly input: Readonly<Record<string, ExplainValue>>;
  readonly output: Readonly<Record<string, ExplainValue>>;
  /** Who may decide, or decided, this step. */
  readonly decidedBy: string;
  readonly children: readonly ExplainNode[];
}
export type ExplainValue =
  | bigint
  | Ratio
  | string
  | boolean
  | number
  | null
  | undefined
  | readonly ExplainValue[]
  | ReadonlyMap<string, ExplainValue>
  | { readonly [key: string]: ExplainValue };

type NodeFacts = Pick<ExplainNode, 'step' | 'id' | 'rule'> & Partial<ExplainNode>;

export const explain = (facts: NodeFacts): ExplainNode => ({
  source: 'policy',
  decidedBy: 'assembly',
  parameter: {},
  input: {},
  output: {},
  children: [],
  ...facts,
});

/**
 * Plain JSON of a result: amounts and fractions become decimal strings, absent values disappear, and so do the
 * `node`s beside each part of a result, since the whole tree stands in one place.
 */
export function toPlainJson(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Ratio) return value.toString();
  if (Array.isArray(value)) return value.map(toPlainJson);
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} is not part of a result`);
  const plain: Record<string, Json> = {};
  if (value instanceof Map) for (const [key, item] of value as Map<string, unknown>) keep(plain, key, item);
  else for (const key of Object.keys(value)) keep(plain, key, (value as Record<string, unknown>)[key]);
  return plain;
}

/** A name that somebody gave may be `__proto__`, which an assignment would not keep. */
function keep(plain: Record<string, Json>, key: string, item: unknown): void {
  if (item === undefined || key === 'node') return;
  if (key !== '__proto__') plain[key] = toPlainJson(item);
  else Object.defineProperty(plain, key, { value: toPlainJson(item), enumerable: true });
}
