/** Each distribution as a run of a policy that says the same; the hashes are of what is written here. */
export const carriedOver = `
  CREATE FUNCTION fraction_text(part numeric, whole numeric) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN whole = 0 THEN '0' WHEN whole = gcd(part, whole) THEN (part / whole)::bigint::text
      ELSE trim_scale(part / gcd(part, whole)) || '/' || trim_scale(whole / gcd(part, whole)) END;
  INSERT INTO distribution_run (cooperative_id, id, period_id, patronage_period_id, name, mode, policy, policy_hash, figures,
      currency, snapshot, result_minor, surplus_minor, waterfall, verdict, checks, computation, computed_at, created_at)
    SELECT d.cooperative_id, d.id, d.period_id, d.period_id, 'Surplus shared by ' || d.basis, 'distribution',
      y.policy, sha256_hex(canonical_json(y.policy)), '{"figures": {}, "participants": {}}', d.currency,
      jsonb_build_object('id', d.id, 'currency', d.currency, 'seed', p.seed,
        'period', jsonb_build_object('from', p.starts_on, 'to', p.ends_on), 'result', jsonb_build_object('member', p.result_minor::text)),
      p.result_minor, p.result_minor,
      jsonb_build_object(
        'entries', jsonb_build_array(
          jsonb_build_object('id', 'members', 'kind', 'pool', 'amount', d.amount_minor::text, 'ofSurplus', fraction_text(d.amount_minor, p.result_minor)),
          jsonb_build_object('id', 'undecided', 'kind', 'undecided', 'amount', (p.result_minor - d.amount_minor)::text,
            'ofSurplus', fraction_text(p.result_minor - d.amount_minor, p.result_minor))),
        'undecidedMinor', (p.result_minor - d.amount_minor)::text, 'fromSurplusMinor', d.amount_minor::text, 'postings', '[]'::jsonb,
        'pools', jsonb_build_array(jsonb_build_object('pool', 'members', 'part', 'pool', 'sizeMinor', d.amount_minor::text,
          'toFundMinor', '0', 'fund', NULL, 'heldMinor', '0', 'fundLeastMinor', '0', 'rate', NULL, 'totalValue', NULL,
          'forms', jsonb_build_object('cash', s.cash::text, 'retained', s.retained::text))),
        'loss', NULL, 'explain', '[]'::jsonb),
      'pass', '[]', 1, d.recorded_at, d.recorded_at
    FROM distribution d
    JOIN period p ON p.cooperative_id = d.cooperative_id AND p.id = d.period_id
    CROSS JOIN LATERAL (SELECT jsonb_build_object('id', 'carried over', 'waterfall', jsonb_build_object('pools', jsonb_build_array(
      jsonb_build_object('id', 'members', 'size', jsonb_build_object('amount', d.amount_minor::text),
        'weighting', jsonb_build_object('bases', jsonb_build_object(d.basis, 1)),
        'forms', jsonb_build_array(jsonb_build_object('form', 'cash', 'rate', d.cash_basis_points || '/10000', 'rounding', 'eachDown'),
          jsonb_build_object('form', 'retained', 'year', extract(year FROM p.ends_on)::int)))))) AS policy) y
    CROSS JOIN LATERAL (SELECT coalesce(sum(l.cash_minor), 0) AS cash, coalesce(sum(l.retained_minor), 0) AS retained FROM distribution_line l
      WHERE l.cooperative_id = d.cooperative_id AND l.distribution_id = d.id) s;

  INSERT INTO run_participant (cooperative_id, run_id, party_id, key, class, kind, facts)
    SELECT l.cooperative_id, l.distribution_id, l.party_id, k.key, NULL, k.kind, jsonb_build_object('key', k.key, 'kind', k.kind,
      'bases', jsonb_build_object(d.basis, trim_scale(l.weight_millionths::numeric / 1000000)::text))
    FROM distribution_line l
    JOIN distribution d ON d.cooperative_id = l.cooperative_id AND d.id = l.distribution_id
    JOIN party q ON q.cooperative_id = l.cooperative_id AND q.id = l.party_id
    LEFT JOIN membership m ON m.cooperative_id = l.cooperative_id AND m.party_id = l.party_id
    CROSS JOIN LATERAL (SELECT CASE WHEN m.number IS NOT NULL THEN 'm' || lpad(m.number::text, greatest(3, char_length(m.number::text)), '0')
        WHEN q.external_ref ~ '^[a-z0-9][a-z0-9-]{0,39}$' THEN 'x-' || q.external_ref ELSE 'x-' || q.id END AS key,
      CASE WHEN m.id IS NOT NULL THEN 'member' WHEN q.kind = 'organisation' THEN 'organisation' ELSE 'nonMember' END AS kind) k;

  INSERT INTO run_line (cooperative_id, run_id, pool, party_id, part, key, share, weight, floor_minor, remainder, remainder_of, rounded_up,
      lot_decided, amount_minor, least_minor, inputs)
    SELECT l.cooperative_id, l.distribution_id, 'members', l.party_id, 'pool', p.key, fraction_text(l.weight_millionths, d.total_weight_millionths),
      l.weight_millionths, l.floor_minor, l.remainder, d.total_weight_millionths, l.rounded_up, false, l.amount_minor, l.amount_minor,
      jsonb_build_object('coefficient', '1', 'parts', jsonb_build_array(jsonb_build_object('basis', d.basis,
        'quantity', fraction_text(l.weight_millionths, 1000000), 'total', fraction_text(d.total_weight_millionths, 1000000))))
    FROM distribution_line l
    JOIN distribution d ON d.cooperative_id = l.cooperative_id AND d.id = l.distribution_id
    JOIN run_participant p ON p.cooperative_id = l.cooperative_id AND p.run_id = l.distribution_id AND p.party_id = l.party_id;

  INSERT INTO run_line_form (cooperative_id, run_id, pool, party_id, seq, form, year, amount_minor, least_minor)
    SELECT l.cooperative_id, l.distribution_id, 'members', l.party_id, f.seq, f.form, f.year, f.amount, f.amount
    FROM distribution_line l
    JOIN distribution d ON d.cooperative_id = l.cooperative_id AND d.id = l.distribution_id
    JOIN period p ON p.cooperative_id = d.cooperative_id AND p.id = d.period_id
    CROSS JOIN LATERAL (VALUES (1, 'cash', NULL::int, l.cash_minor), (2, 'retained', extract(year FROM p.ends_on)::int, l.retained_minor))
      AS f(seq, form, year, amount)
    WHERE f.amount > 0;

  UPDATE distribution_run r SET snapshot_hash = run_snapshot_hash(r.cooperative_id, r.id), run_hash = run_hash_of(r.cooperative_id, r.id);
  INSERT INTO run_computation (cooperative_id, run_id, number, policy_hash, snapshot_hash, run_hash, verdict, surplus_minor, entries, computed_at)
    SELECT cooperative_id, id, 1, policy_hash, snapshot_hash, run_hash, verdict, surplus_minor, waterfall -> 'entries', computed_at FROM distribution_run;
  UPDATE distribution_run r SET state = 'posted', decision_id = d.decision_id, ledger_entry_id = d.ledger_entry_id, posted_on = d.posted_on
    FROM distribution d WHERE d.cooperative_id = r.cooperative_id AND d.id = r.id;
  DROP FUNCTION fraction_text(numeric, numeric);
`;
