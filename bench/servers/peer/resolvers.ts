import { Inject } from '@nestjs/common';
import { Args, Context, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource, IsNull, Not } from 'typeorm';
import { Poll, Proposal } from './entities.js';
import type { PeerContext } from './loaders.js';
import {
  MemberModel,
  MyBallotModel,
  PollModel,
  PollTurnoutModel,
  ProposalConnectionModel,
  ProposalModel,
} from './peer.types.js';

@Resolver(() => ProposalModel)
export class PeerProposalResolver {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  @Query(() => ProposalConnectionModel)
  async proposals(
    @Args('first', { type: () => Int }) first: number,
    @Context() { cooperativeId, membershipId }: PeerContext,
  ): Promise<unknown> {
    const rows = await this.source.getRepository(Proposal).find({
      where: [
        { cooperativeId, publishedAt: Not(IsNull()) },
        { cooperativeId, authorMembershipId: membershipId },
      ],
      order: { createdAt: 'DESC', id: 'DESC' },
      take: first + 1,
    });
    return { nodes: rows.slice(0, first), pageInfo: { hasNextPage: rows.length > first } };
  }
  @ResolveField(() => String)
  state(@Parent() { state }: Proposal): string {
    return state.toUpperCase();
  }
  @ResolveField(() => String)
  async title(@Parent() { id }: Proposal, @Context() { loaders }: PeerContext): Promise<string> {
    return (await loaders.versions.load(id))?.title ?? '';
  }
  @ResolveField(() => MemberModel)
  author(@Parent() proposal: Proposal, @Context() { loaders }: PeerContext): unknown {
    return loaders.memberships.load(proposal.authorMembershipId);
  }
  @ResolveField(() => PollModel, { nullable: true })
  poll(@Parent() { pollId }: Proposal, @Context() { loaders }: PeerContext): unknown {
    return pollId === null ? null : loaders.polls.load(pollId);
  }
}

@Resolver(() => MemberModel)
export class PeerMemberResolver {
  @ResolveField(() => String)
  name(@Parent() { partyId }: { partyId: string }, @Context() { loaders }: PeerContext): Promise<string> {
    return loaders.names.load(partyId);
  }
}

@Resolver(() => PollModel)
export class PeerPollResolver {
  @ResolveField(() => String)
  state(@Parent() { state }: Poll): string {
    return state.toUpperCase();
  }
  @ResolveField(() => PollTurnoutModel)
  async turnout(@Parent() poll: Poll, @Context() { loaders }: PeerContext): Promise<unknown> {
    return { people: await loaders.turnouts.load(poll.id), eligiblePeople: Number(poll.eligiblePeople) };
  }
  @ResolveField(() => MyBallotModel, { nullable: true })
  async myBallot(@Parent() { id }: Poll, @Context() { loaders }: PeerContext): Promise<unknown> {
    const ballot = await loaders.ballots.load(id);
    return ballot && { choice: ballot.marks.choice.toUpperCase(), castAt: ballot.castAt };
  }
}
