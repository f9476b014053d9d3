import { Field, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType('Member')
export class MemberModel {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
}
@ObjectType('MyBallot')
export class MyBallotModel {
  @Field(() => String) choice: string;
  @Field(() => GraphQLISODateTime) castAt: Date;
}
@ObjectType('PollTurnout')
export class PollTurnoutModel {
  @Field(() => Int) people: number;
  @Field(() => Int) eligiblePeople: number;
}
@ObjectType('Poll')
export class PollModel {
  @Field(() => ID) id: string;
  @Field(() => GraphQLISODateTime) closesAt: Date;
  @Field(() => String) state: string;
  @Field(() => PollTurnoutModel) turnout: PollTurnoutModel;
  @Field(() => MyBallotModel, { nullable: true }) myBallot: MyBallotModel | null;
}
@ObjectType('Proposal')
export class ProposalModel {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
  @Field(() => String) state: string;
  @Field(() => MemberModel) author: MemberModel;
  @Field(() => PollModel, { nullable: true }) poll: PollModel | null;
}
@ObjectType('PageInfo')
export class PageInfoModel {
  @Field(() => Boolean) hasNextPage: boolean;
}
@ObjectType('ProposalConnection')
export class ProposalConnectionModel {
  @Field(() => [ProposalModel]) nodes: ProposalModel[];
  @Field(() => PageInfoModel) pageInfo: PageInfoModel;
}
