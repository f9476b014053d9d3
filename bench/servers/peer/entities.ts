import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('session')
export class Session {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) personId: string;
  @Column('bytea', { name: 'token_hash' }) tokenHash: Buffer;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: Date;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt: Date | null;
}
@Entity('cooperative')
export class Cooperative {
  @PrimaryColumn('uuid') id: string;
  @Column('text') slug: string;
}
@Entity('party')
export class Party {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'cooperative_id' }) cooperativeId: string;
  @Column('uuid', { name: 'person_id' }) personId: string;
}
@Entity('party_name')
export class PartyName {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'party_id' }) partyId: string;
  @Column('text') usage: string;
  @Column('text') name: string;
  @Column('date', { name: 'effective_on' }) effectiveOn: string;
}
@Entity('membership')
export class Membership {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'cooperative_id' }) cooperativeId: string;
  @Column('uuid', { name: 'party_id' }) partyId: string;
}
@Entity('proposal')
export class Proposal {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'cooperative_id' }) cooperativeId: string;
  @Column('integer') number: number;
  @Column('text') state: string;
  @Column('uuid', { name: 'author_membership_id' }) authorMembershipId: string;
  @Column('integer', { name: 'current_version' }) currentVersion: number;
  @Column('uuid', { name: 'poll_id', nullable: true }) pollId: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'published_at', nullable: true }) publishedAt: Date | null;
}
@Entity('proposal_version')
export class ProposalVersion {
  @PrimaryColumn('uuid', { name: 'proposal_id' }) proposalId: string;
  @PrimaryColumn('integer') version: number;
  @Column('text') title: string;
}
@Entity('poll')
export class Poll {
  @PrimaryColumn('uuid') id: string;
  @Column('text') state: string;
  @Column('timestamptz', { name: 'closes_at' }) closesAt: Date;
  @Column('bigint', { name: 'eligible_people' }) eligiblePeople: string;
}
@Entity('poll_turnout')
export class PollTurnout {
  @PrimaryColumn('uuid', { name: 'poll_id' }) pollId: string;
  @PrimaryColumn('smallint') shard: number;
  @Column('bigint') people: string;
}
@Entity('ballot')
export class Ballot {
  @PrimaryColumn('uuid', { name: 'poll_id' }) pollId: string;
  @PrimaryColumn('uuid', { name: 'membership_id' }) membershipId: string;
  @PrimaryColumn('integer') revision: number;
  @Column('jsonb') marks: { choice: string };
  @Column('timestamptz', { name: 'cast_at' }) castAt: Date;
}
export const entities = [
  Session,
  Cooperative,
  Party,
  PartyName,
  Membership,
  Proposal,
  ProposalVersion,
  Poll,
  PollTurnout,
  Ballot,
];
