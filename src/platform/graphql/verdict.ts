import { Field, ObjectType } from '@nestjs/graphql';
import { localInstants } from './local-instants.js';
import { isRefusal, type Verdict } from '../../shared/refusal.js';

@ObjectType('Verdict', { description: 'Whether the viewer may do something now, and if not, why.' })
export class VerdictType {
  @Field(() => Boolean, { description: 'Whether the act would be allowed.' })
  allowed: boolean;
  @Field(() => String, {
    nullable: true,
    description: 'The reason of the refusal, as the act itself would give it.',
  })
  reason: string | null;
  @Field(() => String, {
    nullable: true,
    middleware: [localInstants],
    description: 'What is missing, in words.',
  })
  message: string | null;
}

/** Shows a verdict of the policy: the same predicate that the command asks. */
export const shown = (verdict: Verdict): VerdictType =>
  isRefusal(verdict)
    ? { allowed: false, reason: verdict.reason, message: verdict.message }
    : { allowed: true, reason: null, message: null };
