import { recordAct } from '../audit/audit-record.js';
import { decisionKindOfKey, policyToJson } from '../membership/domain/decision-policy.js';
import type { Tx } from '../platform/database/transaction.js';
import type { Viewer } from '../platform/request/viewer.js';
import { isCalendarDate } from '../shared/calendar-date.js';
import { isId, newId, newSecret } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { cleanLine } from '../shared/text.js';
import { tooFewToHide } from './domain/ballot-secrecy.js';
import { addedBy, addedOption } from './domain/added-options.js';
import { policyFaults } from './domain/policy-faults.js';
import { checkWindow } from './domain/poll-lifecycle.js';
import { checkOptions, type PollOption } from './domain/poll-options.js';
import { ruleOfPoll } from './domain/rule-of-poll.js';
import { freezeElectorate, type FrozenElectorate } from './electorate.queries.js';
import type { OpeningReason, PollDraft } from './polls.js';
import { notifyPollChanged } from './voting.events.js';

type Visibility = PollDraft['policy']['visibility'];

interface CheckedDraft {
  readonly question: string;
  readonly options: readonly PollOption[];
  readonly topic: string | null;
  readonly recordOn: string;
  readonly opensAt: Date;
}

/** See `Polls.openPoll`. Options are frozen before the seed is drawn, and the seed before a ballot can be cast. */
export async function openPoll(
  tx: Tx,
  viewer: Viewer,
  draft: PollDraft,
): Promise<{ pollId: string } | Refusal<OpeningReason>> {
  const checked = await checkDraft(tx, draft);
  if (isRefusal(checked)) return checked;
  const pollId = await insertPoll(tx, viewer, draft, checked);
  if (pollId instanceof Refusal) return pollId;
  const tieSeed = await freezeOptions(tx, pollId, checked.options, addedBy(draft.policy.options) !== null);
  const electorate = await freezeElectorate(tx, pollId);
  const entitled = electorateServes(draft, checked.recordOn, electorate);
  if (entitled !== true) return entitled;
  const visibility = await settleVisibility(tx, pollId, draft, electorate);
  if (isRefusal(visibility)) return visibility;
  await recordOpening(tx, viewer, { pollId, draft, checked, electorate, tieSeed, visibility });
  await notifyPollChanged(tx, viewer.cooperativeId, pollId);
  return { pollId };
}

async function checkDraft(tx: Tx, draft: PollDraft): Promise<CheckedDraft | Refusal<OpeningReason>> {
  const question = cleanLine(draft.question, 300);
  if (question === null)
    return new Refusal('INVALID_INPUT', 'The question of a vote is one line of 1 to 300 characters.');
  if (draft.recordOn !== undefined && !isCalendarDate(draft.recordOn))
    return new Refusal('INVALID_INPUT', 'The record date is not a day of the calendar.');
  const topic = draft.topic ?? null;
  if (topic !== null && !/^[a-z0-9](-?[a-z0-9]){0,59}$/.test(topic))
    return new Refusal('INVALID_INPUT', 'A topic is a short code of small letters, digits and hyphens.');
  const kind = decisionKindOfKey(draft.ruleKey) ?? draft.subjectType;
  const proposed = checkOptions(kind, draft.policy, draft.options ?? []);
  if (isRefusal(proposed)) return proposed;
  const faults = faultsAsHeld(draft, proposed.length);
  if (faults.length > 0)
    return new Refusal('RULE_NOT_COUNTABLE', `The rule cannot be counted: ${faults[0]}`, faults);
  // A million electors take longer than a request's statement may.
  const present = await tx.one<{ now: Date; today: string; locale: string }>(
    `SELECT rochdale_now() AS now, today_in(id) AS today, locale, set_config('statement_timeout', '10min', true) AS patience
     FROM cooperative WHERE id = current_cooperative_id()`,
  );
  if (!present) throw new Error('the database told no time');
  const added = addedBy(draft.policy.options);
  const options = added === null ? proposed : [...proposed, addedOption(added, present.locale)];
  const recordOn = draft.recordOn ?? present.today;
  if (recordOn > present.today)
    return new Refusal(
      'RECORD_DATE_IN_FUTURE',
      'Who votes is decided by the register of today or of an earlier day.',
    );
  const window = checkWindow(draft.policy, present.now, draft.closesAt);
  return window === true ? { question, options, topic, recordOn, opensAt: present.now } : window;
}

/**
 * Rules of before that a confidential vote cannot be held by today (`policyFaults`) may be those for changing the bylaws:
 * there must be a way out, and it is the open vote, where that is asked for.
 */
function faultsAsHeld({ policy, openlyIfTooFew }: PollDraft, optionCount: number): readonly string[] {
  const faults = policyFaults(policy, optionCount);
  const openly =
    openlyIfTooFew === true ? policyFaults({ ...policy, visibility: 'open' }, optionCount) : faults;
  return openly.length === 0 ? [] : faults;
}

async function insertPoll(
  tx: Tx,
  viewer: Viewer,
  draft: PollDraft,
  checked: CheckedDraft,
): Promise<string | Refusal<OpeningReason>> {
  const found = isId(draft.bodyId)
    ? await tx.one(`SELECT 1 AS found FROM body WHERE id = $1`, [draft.bodyId])
    : null;
  if (!found) return new Refusal('NOT_FOUND', 'The body that decides on this does not exist here.');
  const pollId = newId();
  const { policy } = draft;
  const inserted = await tx.sql(
    `INSERT INTO poll (cooperative_id, id, subject_type, subject_id, body_id, question, method, method_version, rule,
       rule_key, rule_version, visibility, record_on, opens_at, closes_at, opened_by, seats, topic, proposed_by)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
     ON CONFLICT (cooperative_id, subject_type, subject_id) WHERE state <> 'cancelled' DO NOTHING RETURNING id`,
    [
      ...[pollId, draft.subjectType, draft.subjectId, draft.bodyId, checked.question],
      ...[policy.method, policy.methodVersion, JSON.stringify(policyToJson(ruleOfPoll(policy)))],
      ...[draft.ruleKey, draft.ruleVersion, policy.visibility, checked.recordOn],
      ...[
        checked.opensAt,
        draft.closesAt,
        viewer.membershipId,
        policy.seats,
        checked.topic,
        draft.proposedBy ?? null,
      ],
    ],
  );
  return inserted.length === 1
    ? pollId
    : new Refusal('SUBJECT_ALREADY_VOTED', 'A vote on this is under way or has been held.');
}

/**
 * Freezes the options, then draws the seed that breaks ties by lot: whoever draws up the list cannot know the order
 * (`drawOrder`), and nobody has cast a ballot. The database takes no option once there is a seed, and no other seed.
 */
async function freezeOptions(
  tx: Tx,
  pollId: string,
  options: readonly PollOption[],
  isLastAdded: boolean,
): Promise<string | null> {
  if (options.length === 0) return null;
  await tx.sql(
    `INSERT INTO poll_option (cooperative_id, poll_id, position, label, description, is_added)
     SELECT current_cooperative_id(), $1, place - 1, label, description, $4 AND place = cardinality($2::text[])
     FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS given (label, description, place)`,
    [pollId, options.map(({ label }) => label), options.map(({ description }) => description), isLastAdded],
  );
  const seed = newSecret();
  await tx.sql(`UPDATE poll SET tie_seed = $2 WHERE id = $1`, [pollId, seed]);
  return seed;
}

function electorateServes(
  { policy }: PollDraft,
  recordOn: string,
  electorate: FrozenElectorate,
): true | Refusal<OpeningReason> {
  if (electorate.people === 0n)
    return new Refusal('ELECTORATE_EMPTY', `Nobody is entitled to vote on this as of ${recordOn}.`);
  const without = policy.classMajorities.find(
    (majority) => !electorate.perClass.some(({ classCode }) => classCode === majority.class),
  );
  return without === undefined
    ? true
    : new Refusal(
        'ELECTORATE_EMPTY',
        `The rule needs a majority of the class "${without.class}", and nobody of it is entitled to vote as of ${recordOn}.`,
      );
}

/**
 * A confidential vote in which a class that counts apart is too small to hide in is refused, or held openly where that
 * was asked for, as is one whose rule is from before what it asks of a confidential vote was known to tell: every elector reads which it is before they vote. The rule of the bylaws is copied as it is.
 */
async function settleVisibility(
  tx: Tx,
  pollId: string,
  { policy, openlyIfTooFew, options }: PollDraft,
  electorate: FrozenElectorate,
): Promise<Visibility | Refusal<OpeningReason>> {
  if (policy.visibility === 'open') return 'open';
  const perClass = electorate.perClass.map(({ classCode, people }) => ({
    classCode,
    people: BigInt(people),
  }));
  const hides = tooFewToHide(policy, perClass);
  if (openlyIfTooFew !== true) return hides === true ? 'confidential' : hides;
  if (hides === true && policyFaults(policy, options?.length).length === 0) return 'confidential';
  await tx.sql(`UPDATE poll SET visibility = 'open' WHERE id = $1`, [pollId]);
  return 'open';
}

async function recordOpening(
  tx: Tx,
  viewer: Viewer,
  opened: {
    pollId: string;
    draft: PollDraft;
    checked: CheckedDraft;
    electorate: FrozenElectorate;
    tieSeed: string | null;
    visibility: Visibility;
  },
): Promise<void> {
  const { pollId, draft, checked, electorate, tieSeed, visibility } = opened;
  await recordAct(tx, viewer, {
    act: 'openPoll',
    subjectType: 'poll',
    subjectId: pollId,
    data: {
      voteOn: draft.subjectType,
      voteOnId: draft.subjectId,
      rule: `${draft.ruleKey} v${draft.ruleVersion}`,
      recordOn: checked.recordOn,
      closesAt: draft.closesAt.toISOString(),
      eligiblePeople: electorate.people.toString(),
      eligibleWeightMillionths: electorate.weightMillionths.toString(),
      // Said where it is not what the rule names.
      ...(visibility !== draft.policy.visibility && { visibility }),
      ...(tieSeed !== null && { options: checked.options.map(({ label }) => label), tieSeed }),
    },
  });
}
