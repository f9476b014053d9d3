import { explain, type ExplainNode } from '../explain.js';
import type { FrozenParticipant, JsonObject, RunFigures } from './run-snapshot.js';

/** Which figures officers entered, and of how many participants which fact: nobody is named. */
export interface EnteredInRun {
  readonly by: string;
  readonly at: string;
  readonly figures: readonly string[];
  readonly facts: ReadonlyMap<string, number>;
}
interface StoredNote {
  readonly by: string;
  readonly at: string;
  readonly figures?: readonly string[];
}

/** What a frozen snapshot says was entered; null where nothing was. */
export function enteredIn(
  header: JsonObject,
  factsByParticipant: Iterable<readonly string[]>,
): EnteredInRun | null {
  const note = header.entered as StoredNote | undefined;
  if (!note) return null;
  const facts = new Map<string, number>();
  for (const names of factsByParticipant)
    for (const name of names) facts.set(name, (facts.get(name) ?? 0) + 1);
  return { by: note.by, at: note.at, figures: note.figures ?? [], facts: new Map([...facts].sort(byName)) };
}
const byName = ([a]: readonly [string, number], [b]: readonly [string, number]): number => (a < b ? -1 : 1);

export const enteredNames = (participants: readonly FrozenParticipant[]): readonly (readonly string[])[] =>
  participants.map(({ facts }) => (facts.entered ?? []) as readonly string[]);

export const namesIn = ({ participants }: RunFigures): readonly (readonly string[])[] =>
  Object.values(participants).map((facts) => Object.keys(facts).sort());

/** The first node of the explain tree, where anything was typed in: members see it before what follows from it. */
export const explainEntered = (entered: EnteredInRun | null): readonly ExplainNode[] =>
  entered === null
    ? []
    : [
        explain({
          step: 'entered',
          id: 'entered by hand',
          rule: 'What an officer entered goes over what records, register and books say; debts and unpaid shares at most as the books have them.',
          source: `entered by ${entered.by} on ${entered.at}`,
          decidedBy: 'treasurer',
          input: { by: entered.by, at: entered.at },
          output: { figures: entered.figures.join(', '), participantsByFact: entered.facts },
        }),
      ];
