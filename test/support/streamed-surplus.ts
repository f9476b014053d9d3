import { participantSchema, snapshotSchema } from '../../src/surplus/domain/input/snapshot-schema.js';
import { computeStreamed } from '../../src/surplus/domain/streamed/compute-streamed.js';
import { type ParticipantSource } from '../../src/surplus/domain/streamed/passes.js';
import { type StreamedLine } from '../../src/surplus/domain/streamed/streamed-line.js';
import { type Fields } from './builders/surplus.js';

/** Participants of a snapshot as they come in batches of so many, with their capital. */
export function inBatches(
  { participants, capital }: Fields,
  size: number,
  people = (participants as Fields[]).length,
): ParticipantSource {
  const capitals = new Map(
    ((capital ?? []) as Fields[]).map((one) => [
      one.key as string,
      snapshotSchema({ capital: [one] }, '', []).capital![0]!,
    ]),
  );
  const all = (participants as Fields[]).map((facts) => ({
    participant: participantSchema(facts, '', []),
    capital: capitals.get(facts.key as string) ?? null,
  }));
  return {
    people,
    async *pass(after) {
      const first = all.findIndex(({ participant }) => participant.key === after) + 1;
      for (let from = first; from < all.length; from += size) yield all.slice(from, from + size);
    },
  };
}

/** A snapshot as it is streamed: without those who come in batches. */
export const headerOf = ({ participants: _, capital: __, ...header }: Fields): Fields => header;

/** A surplus computed in passes over batches of two, with everything that came to the sink. */
export async function streamSurplus(policy: Fields, snapshot: Fields, people?: number) {
  const lines: StreamedLine[] = [];
  const result = await computeStreamed(
    { policy, snapshot: headerOf(snapshot) },
    inBatches(snapshot, 2, people),
    async (batch) => void lines.push(...batch),
  );
  return { result, lines };
}
