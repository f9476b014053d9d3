import type { Invariant } from '../../platform/invariants.js';

/** A run that is computed and stands: neither changed since, nor given up before it was in the books. */
const standing = `(r.state NOT IN ('draft', 'withdrawn') OR r.reversal_entry_id IS NOT NULL)`;
const inBooks = `r.state IN ('posted', 'paid', 'locked')`;

/**
 * Entries of every run in the books, of what it corrects, and of what ended disputes gave free of that: together they are
 * what the run says. What was given free of the run itself is beyond it.
 */
const chain = `chain AS (
    SELECT r.cooperative_id, r.id AS run_id, r.corrects, r.ledger_entry_id FROM distribution_run r
    WHERE ${inBooks} AND NOT EXISTS (SELECT FROM distribution_run k WHERE k.cooperative_id = r.cooperative_id AND k.corrects = r.id AND k.state IN ('posted', 'paid', 'locked'))
    UNION ALL
    SELECT c.cooperative_id, c.run_id, CASE WHEN e.is_own THEN r.corrects END, e.entry_id FROM chain c
    JOIN distribution_run r ON r.cooperative_id = c.cooperative_id AND r.id = c.corrects
    CROSS JOIN LATERAL (SELECT true AS is_own, r.ledger_entry_id AS entry_id UNION ALL
      SELECT false, d.ledger_entry_id FROM dispute_release d WHERE d.cooperative_id = r.cooperative_id AND d.run_id = r.id) e)`;

/** What must always be true of runs; what the vote bound, what is stored and what is in the books are the same. */
export const runsInvariants: readonly Invariant[] = [
  {
    name: 'runs.hash_is_of_what_is_stored',
    sentence: 'The hash of every run, and of its snapshot, is the hash of the rows that are stored.',
    exceptions: `SELECT 'run ' || r.id || ' is not what its hash says' AS what FROM distribution_run r
      WHERE ${standing} AND (r.run_hash IS DISTINCT FROM run_hash_of(r.cooperative_id, r.id)
        OR r.snapshot_hash IS DISTINCT FROM run_snapshot_hash(r.cooperative_id, r.id)
        OR r.policy_hash <> sha256_hex(canonical_json(r.policy)))`,
  },
  {
    name: 'runs.steps_sum_to_the_surplus',
    sentence: 'The steps of every run sum to its surplus.',
    exceptions: `SELECT 'the steps of run ' || r.id || ' sum to ' || s.total || ', its surplus is ' || r.surplus_minor AS what
      FROM distribution_run r, LATERAL (SELECT coalesce(sum((e ->> 'amount')::numeric), 0) AS total FROM jsonb_array_elements(r.waterfall -> 'entries') e) s
      WHERE ${standing} AND s.total <> r.surplus_minor`,
  },
  {
    name: 'runs.lines_sum_to_their_pool',
    sentence: 'Lines, what goes to a fund and what disputes hold sum to their pool.',
    exceptions: `SELECT 'pool ' || p.pool || ' of run ' || r.id || ' is ' || p."sizeMinor" || ', its lines are ' || l.least AS what
      FROM distribution_run r,
        LATERAL jsonb_to_recordset(r.waterfall -> 'pools') AS p(pool text, "sizeMinor" numeric, "toFundMinor" numeric, "fundLeastMinor" numeric, "heldMinor" numeric),
        LATERAL (SELECT coalesce(sum(least_minor), 0) AS least, coalesce(sum(amount_minor), 0) AS amount FROM run_line
          WHERE cooperative_id = r.cooperative_id AND run_id = r.id AND pool = p.pool) l
      WHERE ${standing} AND (l.least + p."fundLeastMinor" + p."heldMinor" <> p."sizeMinor"
        OR (p."heldMinor" = 0 AND l.amount + p."toFundMinor" <> p."sizeMinor"))`,
  },
  {
    name: 'runs.forms_sum_to_their_line',
    sentence: 'The forms of every line sum to it.',
    exceptions: `SELECT 'the line of ' || l.key || ' in pool ' || l.pool || ' of run ' || l.run_id || ' is ' || l.amount_minor AS what
      FROM run_line l LEFT JOIN LATERAL (SELECT sum(amount_minor) AS amount, sum(least_minor) AS least FROM run_line_form f
        WHERE f.cooperative_id = l.cooperative_id AND f.run_id = l.run_id AND f.pool = l.pool AND f.party_id = l.party_id) f ON true
      WHERE (l.amount_minor, l.least_minor) IS DISTINCT FROM (coalesce(f.amount, 0), coalesce(f.least, 0))`,
  },
  {
    name: 'runs.lines_keep_the_quota',
    sentence: 'Every line that no limit holds is its exact amount rounded down, or one minor unit more.',
    exceptions: `SELECT 'the line of ' || key || ' in pool ' || pool || ' of run ' || run_id || ' is ' || amount_minor AS what FROM run_line
      WHERE part = 'pool' AND limit_kind IS NULL AND left_out IS NULL
        AND (amount_minor <> floor_minor + rounded_up::int OR (rounded_up AND remainder = 0) OR remainder < 0 OR remainder >= remainder_of)`,
  },
  {
    name: 'runs.snapshots_are_the_patronage',
    sentence:
      'What every run froze of patronage is what was recorded, or what an upheld dispute had put in its place.',
    exceptions: `SELECT 'party ' || j.party_id || ' has ' || coalesce(j.frozen, 0) || ' ' || j.basis || ' in run ' || r.id || ' and ' || coalesce(j.recorded, 0) || ' on record' AS what
      FROM distribution_run r CROSS JOIN LATERAL (
        SELECT coalesce(f.party_id, p.party_id) AS party_id, coalesce(f.basis, p.basis) AS basis, f.quantity AS frozen, p.quantity AS recorded
        FROM (SELECT party_id, b.key AS basis, b.value::numeric AS quantity FROM run_participant, jsonb_each_text(facts -> 'bases') b
          WHERE cooperative_id = r.cooperative_id AND run_id = r.id) f
        FULL JOIN (SELECT c.party_id, c.basis, coalesce(u.claimed, c.millionths) / 1000000 AS quantity
          FROM (SELECT party_id, basis, sum(quantity_millionths) AS millionths FROM patronage_record
            WHERE cooperative_id = r.cooperative_id AND period_id = r.period_id GROUP BY party_id, basis
            UNION SELECT s.party_id, s.basis, 0 FROM review_response s
            WHERE s.cooperative_id = r.cooperative_id AND s.period_id = r.period_id AND s.ending = 'upheld' AND NOT EXISTS (SELECT FROM patronage_record k
              WHERE k.cooperative_id = s.cooperative_id AND k.period_id = s.period_id AND k.party_id = s.party_id AND k.basis = s.basis)) c
          LEFT JOIN LATERAL (SELECT s.claimed_millionths::numeric AS claimed FROM review_response s
            WHERE s.cooperative_id = r.cooperative_id AND s.period_id = r.period_id AND s.party_id = c.party_id AND s.basis = c.basis
              AND s.ending = 'upheld' AND s.ended_at <= r.computed_at ORDER BY s.ended_at DESC, s.id DESC LIMIT 1) u ON true
          WHERE coalesce(u.claimed, c.millionths) > 0) p
          ON p.party_id = f.party_id AND p.basis = f.basis) j
      WHERE ${standing} AND r.mode = 'distribution' AND r.policy ->> 'id' <> 'carried over' AND j.frozen IS DISTINCT FROM j.recorded`,
  },
  {
    name: 'runs.are_booked',
    sentence: 'The books credit each participant what the run says, and take from the surplus what it says.',
    exceptions: `WITH RECURSIVE ${chain}, booked AS (
        SELECT c.run_id, a.party_id, -sum(e.amount_minor) AS amount FROM chain c
        JOIN ledger_line e ON e.cooperative_id = c.cooperative_id AND e.entry_id = c.ledger_entry_id
        JOIN ledger_account a ON a.cooperative_id = e.cooperative_id AND a.id = e.account_id
        WHERE a.party_id IS NOT NULL GROUP BY 1, 2
      ), said AS (
        SELECT c.run_id, f.party_id, sum(CASE WHEN l.part = 'loss' THEN -f.least_minor ELSE f.least_minor END) AS amount
        FROM (SELECT DISTINCT cooperative_id, run_id FROM chain) c
        JOIN run_line_form f ON f.cooperative_id = c.cooperative_id AND f.run_id = c.run_id
        JOIN run_line l ON l.cooperative_id = f.cooperative_id AND l.run_id = f.run_id AND l.pool = f.pool AND l.party_id = f.party_id
        WHERE f.form NOT IN ('withholding', 'donated') GROUP BY 1, 2
      ), taken AS (
        SELECT c.run_id, sum(e.amount_minor) AS amount FROM chain c
        JOIN ledger_line e ON e.cooperative_id = c.cooperative_id AND e.entry_id = c.ledger_entry_id
        JOIN ledger_account a ON a.cooperative_id = e.cooperative_id AND a.id = e.account_id
        WHERE starts_with(a.path, 'equity:surplus-to-appropriate:') GROUP BY 1)
      SELECT 'party ' || party_id || ' is credited ' || coalesce(b.amount, 0) || ' for ' || coalesce(s.amount, 0) || ' in run ' || run_id AS what
      FROM booked b FULL JOIN said s USING (run_id, party_id) WHERE coalesce(b.amount, 0) <> coalesce(s.amount, 0)
      UNION ALL
      SELECT 'run ' || r.id || ' takes ' || coalesce(t.amount, 0) || ' from the surplus' FROM distribution_run r
      JOIN (SELECT DISTINCT run_id FROM chain) c ON c.run_id = r.id LEFT JOIN taken t ON t.run_id = r.id
      WHERE coalesce(t.amount, 0) <> (r.waterfall ->> 'fromSurplusMinor')::numeric`,
  },
  {
    name: 'runs.were_decided',
    sentence:
      'Every run in the books was adopted under its hash, and every such decision carried out has its run.',
    exceptions: `SELECT 'run ' || r.id || ' was not decided so' AS what
      FROM distribution_run r LEFT JOIN decision c ON c.cooperative_id = r.cooperative_id AND c.id = r.decision_id
      WHERE (${inBooks} OR r.reversal_entry_id IS NOT NULL) AND (c.outcome IS DISTINCT FROM 'adopted'
        OR c.stage NOT IN ('carried_out', 'annulled', 'superseded')
        OR CASE c.effect_kind WHEN 'post-distribution' THEN lower(c.effect ->> 'periodId') IS DISTINCT FROM r.period_id::text
             WHEN 'post-run' THEN (lower(c.effect ->> 'runId'), c.effect ->> 'runHash') IS DISTINCT FROM (r.id::text, r.run_hash) ELSE true END)
      UNION ALL
      SELECT 'decision ' || c.number || ' is carried out and booked nothing' FROM decision c
      WHERE c.stage = 'carried_out' AND c.effect_kind IN ('post-run', 'post-distribution')
        AND NOT EXISTS (SELECT FROM distribution_run r WHERE r.cooperative_id = c.cooperative_id AND r.decision_id = c.id
          AND (${inBooks} OR r.reversal_entry_id IS NOT NULL))`,
  },
  {
    name: 'runs.were_checked',
    sentence:
      'What is stored of every run was held against its hash, and was found to be that, before its vote opened.',
    exceptions: `SELECT 'the vote on run ' || r.id || ' opened before it was checked' AS what FROM distribution_run r
      JOIN proposal p ON p.cooperative_id = r.cooperative_id AND p.id = r.proposal_id AND p.poll_id IS NOT NULL
      LEFT JOIN run_check c ON c.cooperative_id = r.cooperative_id AND c.proposal_id = r.proposal_id AND c.run_hash = r.run_hash
      WHERE r.state IN ('voting', 'adopted', 'posted', 'paid', 'locked') AND c.as_hashed IS NOT TRUE`,
  },
  {
    name: 'runs.wait_for_something',
    sentence:
      'A run under vote has a proposal that is not withdrawn, and an adopted one a decision that may still carry it out.',
    exceptions: `SELECT 'run ' || r.id || ' is ' || r.state || ' and nothing will move it' AS what FROM distribution_run r
      LEFT JOIN proposal p ON p.cooperative_id = r.cooperative_id AND p.id = r.proposal_id
      WHERE (r.state = 'voting' AND p.state IS NOT DISTINCT FROM 'withdrawn')
        OR (r.state = 'adopted' AND NOT EXISTS (SELECT FROM decision c WHERE c.cooperative_id = r.cooperative_id AND c.effect_kind = 'post-run'
          AND c.stage IN ('adopted', 'blocked') AND (lower(c.effect ->> 'runId'), c.effect ->> 'runHash') = (r.id::text, r.run_hash)))`,
  },
  {
    name: 'runs.nothing_leaves_undecided',
    sentence: 'Nothing moves on the surplus but by a run, by a result brought in, or by undoing one of them.',
    exceptions: `SELECT 'entry ' || e.id || ' moves ' || l.amount_minor || ' on ' || a.path AS what
      FROM ledger_account a JOIN ledger_line l ON l.cooperative_id = a.cooperative_id AND l.account_id = a.id
      JOIN ledger_entry e ON e.cooperative_id = l.cooperative_id AND e.id = l.entry_id
      LEFT JOIN ledger_entry o ON o.cooperative_id = e.cooperative_id AND o.id = e.reverses
      WHERE starts_with(a.path, 'equity:surplus-to-appropriate:') AND coalesce(o.kind, e.kind) <> 'result-recorded'
        AND NOT EXISTS (SELECT FROM distribution_run r WHERE r.cooperative_id = e.cooperative_id
          AND r.ledger_entry_id = coalesce(o.id, e.id) AND r.reversal_entry_id IS NOT DISTINCT FROM (CASE WHEN o.id IS NULL THEN r.reversal_entry_id ELSE e.id END))`,
  },
  {
    name: 'runs.share_no_more_than_there_was',
    sentence: 'No period shares more surplus, and none bears more loss, than its result.',
    exceptions: `SELECT 'period ' || p.name || ' shared ' || t.taken || ' of ' || coalesce(p.result_minor, 0) AS what
      FROM period p JOIN (SELECT l.cooperative_id, l.period_id, sum(l.amount_minor) AS taken FROM ledger_line l
          JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id
          JOIN ledger_entry e ON e.cooperative_id = l.cooperative_id AND e.id = l.entry_id
          LEFT JOIN ledger_entry o ON o.cooperative_id = e.cooperative_id AND o.id = e.reverses
          WHERE starts_with(a.path, 'equity:surplus-to-appropriate:') AND coalesce(o.kind, e.kind) <> 'result-recorded' GROUP BY 1, 2) t
        ON t.cooperative_id = p.cooperative_id AND t.period_id = p.id
      WHERE CASE WHEN coalesce(p.result_minor, 0) >= 0 THEN t.taken > coalesce(p.result_minor, 0) ELSE t.taken < p.result_minor END`,
  },
  {
    name: 'runs.earlier_computations_are_kept',
    sentence: 'Every run that was computed keeps what each computation came to.',
    exceptions: `SELECT 'run ' || r.id || ' was computed ' || r.computation || ' times and keeps ' || c.kept AS what
      FROM distribution_run r, LATERAL (SELECT count(*) AS kept FROM run_computation k WHERE k.cooperative_id = r.cooperative_id AND k.run_id = r.id) c
      WHERE c.kept <> r.computation`,
  },
];
