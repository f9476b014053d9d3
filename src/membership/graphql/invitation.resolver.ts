import { Inject } from '@nestjs/common';
import { Args, ID, Resolver } from '@nestjs/graphql';
import { ActMutation } from '../../platform/graphql/act.js';
import { Scope } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { oneClass, type FoundingClass } from '../domain/cooperative-charter.js';
import { Founding } from '../founding.js';
import { Invitations } from '../invitations.js';
import {
  acceptInvitation,
  appointSecondOfficer,
  foundCooperative,
  inviteMember,
  resendInvitation,
  revokeInvitation,
} from './membership.acts.js';
import {
  FoundCooperativeInput,
  FoundingClassInput,
  InviteMemberInput,
  SecondOfficerInput,
} from './membership.inputs.js';

const membershipArgument = { type: () => ID, description: 'The membership.' } as const;

/** A class as asked for. A weight that is no whole number becomes one that the charter refuses. */
function foundingClass({ code, name, mayVote, voteWeightMillionths }: FoundingClassInput): FoundingClass {
  const weight = voteWeightMillionths ?? '1000000';
  return {
    code,
    name,
    mayVote: mayVote ?? true,
    voteWeightMillionths: /^\d{1,13}$/.test(weight) ? BigInt(weight) : -1n,
  };
}

@Resolver()
export class InvitationResolver {
  constructor(
    @Inject(Founding) private readonly founding: Founding,
    @Inject(Invitations) private readonly invitations: Invitations,
  ) {}

  @ActMutation(foundCooperative)
  foundCooperative(
    @Scope() scope: RequestScope,
    @Args('input', { type: () => FoundCooperativeInput, description: 'What it is founded with.' })
    { founderName, secondOfficer, classes, ...charter }: FoundCooperativeInput,
  ): unknown {
    return this.founding.found(scope.viewer, {
      charter: { ...charter, classes: classes?.map(foundingClass) ?? oneClass },
      founder: { name: founderName },
      secondOfficer: { ...secondOfficer, role: secondOfficer.role ?? 'treasurer' },
    });
  }

  @ActMutation(appointSecondOfficer)
  appointSecondOfficer(
    @Scope() scope: RequestScope,
    @Args('input', { type: () => SecondOfficerInput, description: 'Whom, and to what office.' })
    officer: SecondOfficerInput,
  ): unknown {
    return this.founding.appointSecondOfficer(scope, { ...officer, role: officer.role ?? 'treasurer' });
  }

  @ActMutation(inviteMember)
  inviteMember(
    @Scope() scope: RequestScope,
    @Args('input', { type: () => InviteMemberInput, description: 'Whom to invite.' })
    draft: InviteMemberInput,
  ): unknown {
    return this.invitations.invite(scope, { ...draft, kind: draft.kind ?? 'person' });
  }

  @ActMutation(resendInvitation)
  resendInvitation(
    @Scope() scope: RequestScope,
    @Args('membershipId', membershipArgument) id: string,
  ): unknown {
    return this.invitations.resend(scope, id);
  }

  @ActMutation(revokeInvitation)
  revokeInvitation(
    @Scope() scope: RequestScope,
    @Args('membershipId', membershipArgument) id: string,
  ): unknown {
    return this.invitations.revoke(scope, id);
  }

  @ActMutation(acceptInvitation)
  acceptInvitation(
    @Scope() scope: RequestScope,
    @Args('code', { type: () => String, description: 'The code in the letter.' }) code: string,
  ): unknown {
    return this.invitations.accept(scope, code);
  }
}
