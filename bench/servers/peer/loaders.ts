import DataLoader from 'dataloader';
import { createHash } from 'node:crypto';
import { In, MoreThan, IsNull, type DataSource } from 'typeorm';
import {
  Ballot,
  Cooperative,
  Membership,
  Party,
  PartyName,
  Poll,
  PollTurnout,
  ProposalVersion,
  Session,
} from './entities.js';

/** One loader a relation, made for every request, each with its repository. */
export function loadersOf(source: DataSource, membershipId: string) {
  const by = <Row, Value>(
    read: (keys: string[]) => Promise<Row[]>,
    key: (row: Row) => string,
    value: (rows: Row[]) => Value,
  ) =>
    new DataLoader<string, Value>(async (keys) => {
      const groups = new Map<string, Row[]>();
      for (const row of await read([...keys])) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
      return keys.map((each) => value(groups.get(each) ?? []));
    });
  const repository = source.getRepository.bind(source);
  return {
    memberships: by(
      (ids) => repository(Membership).find({ where: { id: In(ids) } }),
      ({ id }) => id,
      ([row]) => row,
    ),
    names: by(
      (ids) =>
        repository(PartyName).find({
          where: { partyId: In(ids), usage: 'chosen' },
          order: { effectiveOn: 'DESC' },
        }),
      ({ partyId }) => partyId,
      ([row]) => row?.name ?? '',
    ),
    versions: by(
      (ids) =>
        repository(ProposalVersion).find({ where: { proposalId: In(ids) }, order: { version: 'DESC' } }),
      ({ proposalId }) => proposalId,
      ([row]) => row,
    ),
    polls: by(
      (ids) => repository(Poll).find({ where: { id: In(ids) } }),
      ({ id }) => id,
      ([row]) => row ?? null,
    ),
    turnouts: by(
      (ids) => repository(PollTurnout).find({ where: { pollId: In(ids) } }),
      ({ pollId }) => pollId,
      (rows) => rows.reduce((sum, { people }) => sum + Number(people), 0),
    ),
    ballots: by(
      (ids) =>
        repository(Ballot).find({ where: { pollId: In(ids), membershipId }, order: { revision: 'DESC' } }),
      ({ pollId }) => pollId,
      ([row]) => row ?? null,
    ),
  };
}

export interface PeerContext {
  readonly cooperativeId: string;
  readonly membershipId: string;
  readonly loaders: ReturnType<typeof loadersOf>;
}

/** Who asks: session, cooperative and membership, found through their repositories. */
export async function contextOf(
  source: DataSource,
  headers: Readonly<Record<string, unknown>>,
): Promise<PeerContext> {
  const token = String(headers.authorization).slice('Bearer '.length);
  const tokenHash = createHash('sha256').update(token).digest();
  const session = await source.getRepository(Session).findOneOrFail({
    where: { tokenHash, revokedAt: IsNull(), expiresAt: MoreThan(new Date()) },
  });
  const slug = String(headers['rochdale-cooperative']);
  const cooperative = await source.getRepository(Cooperative).findOneByOrFail({ slug });
  const party = await source
    .getRepository(Party)
    .findOneByOrFail({ cooperativeId: cooperative.id, personId: session.personId });
  const { id } = await source
    .getRepository(Membership)
    .findOneByOrFail({ cooperativeId: cooperative.id, partyId: party.id });
  return { cooperativeId: cooperative.id, membershipId: id, loaders: loadersOf(source, id) };
}
