import { type Json } from '../../../shared/canonical-json.js';
import { Ratio } from '../../../shared/ratio.js';
import { isRefusal } from '../../../shared/refusal.js';
import { refuseTally, type GroupedBallot, type TallyRefusal } from '../tally/tally-method.js';
import { type NeutralCase } from './case-adapter.js';

/**
 * Reads one case of the neutral format from the text of its file. Refuses (MALFORMED_CASE) text that is not
 * JSON, naming the line, and a frame that is not a case, naming line and field. Weights become exact:
 * a decimal such as 0.5 is read as written, never as a float.
 */
export function readNeutralCase(text: string): NeutralCase | TallyRefusal {
  const parsed = parseJson(text);
  if (isRefusal(parsed)) return parsed;
  if (!isNestedWithin(parsed, DEEPEST)) {
    return refuseTally('MALFORMED_CASE', `A case is nested no deeper than ${DEEPEST} levels; this one is.`);
  }
  if (!isRecord(parsed)) return refuseTally('MALFORMED_CASE', 'Line 1: a case is a JSON object.');
  const fault = (field: string, wanted: string): TallyRefusal =>
    refuseTally('MALFORMED_CASE', `Line ${lineOf(text, field)}, field "${field}": ${wanted}.`, [field]);
  const { id, method, options = {}, seats = 1, candidates = [], ballots } = parsed;
  if (typeof id !== 'string' || id === '') return fault('id', 'a case has a name, as text');
  if (typeof method !== 'string' || method === '') return fault('method', 'the name of a method, as text');
  if (!isRecord(options)) return fault('options', 'the choices of the rule, as an object');
  if (!Number.isSafeInteger(seats)) return fault('seats', 'a whole number');
  if (!isNames(candidates)) return fault('candidates', 'a list of names, as text');
  if (!Array.isArray(ballots)) return fault('ballots', 'a list of [weight, ballot]');
  const grouped: GroupedBallot[] = [];
  for (const [index, entry] of (ballots as readonly Json[]).entries()) {
    if (!Array.isArray(entry) || entry.length !== 2)
      return fault('ballots', `entry ${index} is not [weight, ballot]`);
    const [weight, ballot] = entry as unknown as readonly [Json, Json];
    grouped.push([exactWeight(weight) as GroupedBallot[0], ballot]);
  }
  return { id, method, options, seats: seats as number, candidates, ballots: grouped, fields: parsed };
}

/** Deeper than any case needs; what is deeper is meant to exhaust whoever reads it. */
const DEEPEST = 12;

function isNestedWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isNestedWithin(inner, levels - 1));
}

type JsonRecord = Readonly<Record<string, Json>>;

const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((name) => typeof name === 'string');

function parseJson(text: string): Json | TallyRefusal {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1];
    const line = text.slice(0, position === undefined ? undefined : Number(position)).split('\n').length;
    return refuseTally('MALFORMED_CASE', `Line ${line}: this is not valid JSON.`);
  }
}

/** The line on which a field is first named; 1 where it is missing. */
function lineOf(text: string, field: string): number {
  const at = text.indexOf(`"${field}"`);
  return at < 0 ? 1 : text.slice(0, at).split('\n').length;
}

/** Whole numbers stay; decimals become fractions of what was written; anything else is left for the method to refuse. */
function exactWeight(weight: Json): unknown {
  if (typeof weight === 'number' && Number.isSafeInteger(weight)) return weight;
  if (typeof weight === 'number' || typeof weight === 'string') return Ratio.parse(String(weight)) ?? weight;
  return weight;
}
