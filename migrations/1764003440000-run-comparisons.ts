import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What members ask of a run that takes all of its lines to tell: what each class gets together, how each pool came out among
 * its participants, and for whom the last computation changed something. It is kept with each computation, and so are the
 * totals of a period's records once it is closed: a page costs the same however many take part.
 */
export class RunComparisons1764003440000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE run_class_total (
        cooperative_id uuid NOT NULL, run_id uuid NOT NULL, computation integer NOT NULL,
        class          text NOT NULL,
        people         integer NOT NULL,
        total_minor    bigint NOT NULL,
        -- The middle amount; of an even number the lower of the two.
        median_minor   bigint NOT NULL,
        PRIMARY KEY (cooperative_id, run_id, computation, class),
        FOREIGN KEY (cooperative_id, run_id, computation) REFERENCES run_computation (cooperative_id, run_id, number)
      );
      CREATE TABLE run_pool_spread (
        cooperative_id uuid NOT NULL, run_id uuid NOT NULL, computation integer NOT NULL,
        pool           text NOT NULL,
        eligible       integer NOT NULL, left_out integer NOT NULL, sharing integer NOT NULL, under_minimum integer NOT NULL,
        -- Of those who share: how many stand at the smallest and the largest amount, and on each side of the middle one.
        min_minor      bigint NOT NULL, at_min integer NOT NULL,
        median_minor   bigint NOT NULL, up_to_median integer NOT NULL, from_median integer NOT NULL,
        max_minor      bigint NOT NULL, at_max integer NOT NULL,
        PRIMARY KEY (cooperative_id, run_id, computation, pool),
        FOREIGN KEY (cooperative_id, run_id, computation) REFERENCES run_computation (cooperative_id, run_id, number)
      );
      CREATE TABLE period_basis_total (
        cooperative_id uuid NOT NULL, period_id uuid NOT NULL,
        basis          text NOT NULL,
        total_millionths numeric NOT NULL,
        participants   integer NOT NULL,
        PRIMARY KEY (cooperative_id, period_id, basis),
        FOREIGN KEY (cooperative_id, period_id) REFERENCES period (cooperative_id, id)
      );
      CREATE TABLE run_change (
        cooperative_id uuid NOT NULL, run_id uuid NOT NULL, computation integer NOT NULL,
        party_id       uuid NOT NULL,
        -- Null of who takes part no longer.
        key            text,
        before_minor   bigint NOT NULL, after_minor bigint NOT NULL,
        borne_before_minor bigint NOT NULL, borne_after_minor bigint NOT NULL,
        least_before_minor bigint, least_after_minor bigint NOT NULL,
        forms_before   jsonb, forms_after jsonb NOT NULL,
        -- Whether an amount changed, and not only the least of it.
        amounts_differ boolean NOT NULL,
        PRIMARY KEY (cooperative_id, run_id, computation, party_id),
        FOREIGN KEY (cooperative_id, run_id, computation) REFERENCES run_computation (cooperative_id, run_id, number)
      );
      CREATE INDEX run_change_by_key ON run_change (cooperative_id, run_id, computation, coalesce(key, '') COLLATE "C", party_id);
      ${classesSoFar}
      ${spreadsSoFar}
      ${totalsSoFar}
      ${changesSoFar}
      CALL protect_tenant_table('run_class_total', 'SELECT, INSERT');
      CALL protect_tenant_table('run_change', 'SELECT, INSERT');
      CALL protect_tenant_table('run_pool_spread', 'SELECT, INSERT');
      CALL protect_tenant_table('period_basis_total', 'SELECT, INSERT');
      CALL make_append_only('run_pool_spread');
      CALL make_append_only('period_basis_total');
      CALL make_append_only('run_class_total');
      CALL make_append_only('run_change');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE run_change, run_class_total, run_pool_spread, period_basis_total');
  }
}

/** Of every run that has been computed, as it stands. */
const classesSoFar = `
  INSERT INTO run_class_total (cooperative_id, run_id, computation, class, people, total_minor, median_minor)
  SELECT cooperative_id, run_id, computation, class, count(*), sum(amount), percentile_disc(0.5) WITHIN GROUP (ORDER BY amount)
  FROM (SELECT p.cooperative_id, p.run_id, r.computation, p.class, coalesce(sum(l.amount_minor) FILTER (WHERE l.part <> 'loss'), 0)::bigint AS amount
    FROM distribution_run r JOIN run_participant p ON p.cooperative_id = r.cooperative_id AND p.run_id = r.id
    LEFT JOIN run_line l ON l.cooperative_id = p.cooperative_id AND l.run_id = p.run_id AND l.party_id = p.party_id
    WHERE p.class IS NOT NULL AND EXISTS (SELECT FROM run_computation k WHERE k.cooperative_id = r.cooperative_id AND k.run_id = r.id AND k.number = r.computation)
    GROUP BY p.cooperative_id, p.run_id, r.computation, p.class, p.party_id) a
  GROUP BY cooperative_id, run_id, computation, class;`;

const spreadsSoFar = `
  INSERT INTO run_pool_spread (cooperative_id, run_id, computation, pool, eligible, left_out, sharing, under_minimum, min_minor, at_min,
    median_minor, up_to_median, from_median, max_minor, at_max)
  WITH l AS (SELECT r.cooperative_id, r.id AS run_id, r.computation, l.pool, l.amount_minor AS amount, l.left_out, l.limit_kind,
      (l.weight > 0 OR l.amount_minor > 0) AS shares
    FROM distribution_run r JOIN run_line l ON l.cooperative_id = r.cooperative_id AND l.run_id = r.id
    WHERE EXISTS (SELECT FROM run_computation k WHERE k.cooperative_id = r.cooperative_id AND k.run_id = r.id AND k.number = r.computation)),
  s AS (SELECT cooperative_id, run_id, computation, pool, count(*) FILTER (WHERE left_out IS NULL) AS eligible, count(*) FILTER (WHERE left_out IS NOT NULL) AS left_out,
      count(*) FILTER (WHERE shares) AS sharing, count(*) FILTER (WHERE limit_kind = 'minimum') AS under_minimum,
      min(amount) FILTER (WHERE shares) AS min, max(amount) FILTER (WHERE shares) AS max,
      percentile_disc(0.5) WITHIN GROUP (ORDER BY amount) FILTER (WHERE shares) AS median FROM l GROUP BY 1, 2, 3, 4)
  SELECT s.cooperative_id, s.run_id, s.computation, s.pool, s.eligible, s.left_out, s.sharing, s.under_minimum,
    coalesce(s.min, 0), count(*) FILTER (WHERE l.shares AND l.amount = s.min),
    coalesce(s.median, 0), count(*) FILTER (WHERE l.shares AND l.amount <= s.median), count(*) FILTER (WHERE l.shares AND l.amount >= s.median),
    coalesce(s.max, 0), count(*) FILTER (WHERE l.shares AND l.amount = s.max)
  FROM s JOIN l USING (cooperative_id, run_id, pool)
  GROUP BY s.cooperative_id, s.run_id, s.computation, s.pool, s.eligible, s.left_out, s.sharing, s.under_minimum, s.min, s.median, s.max;`;

/** Records of a closed period are final. */
const totalsSoFar = `
  INSERT INTO period_basis_total (cooperative_id, period_id, basis, total_millionths, participants)
  SELECT n.cooperative_id, n.period_id, n.basis, sum(n.net), count(*) FILTER (WHERE n.net > 0)
  FROM (SELECT cooperative_id, period_id, basis, party_id, sum(quantity_millionths) AS net FROM patronage_record GROUP BY 1, 2, 3, 4) n
  JOIN period p ON p.cooperative_id = n.cooperative_id AND p.id = n.period_id AND p.state = 'closed'
  GROUP BY n.cooperative_id, n.period_id, n.basis;`;

const sums = (
  part: string,
): string => `coalesce(sum(amount_minor) FILTER (WHERE NOT (${part})), 0)::bigint AS amount,
  coalesce(sum(amount_minor) FILTER (WHERE ${part}), 0)::bigint AS borne,
  CASE WHEN bool_and(least_minor IS NOT NULL) THEN coalesce(sum(least_minor) FILTER (WHERE NOT (${part})), 0)::bigint END AS least`;
const forms = (table: string, computation: string): string => `
  SELECT cooperative_id, run_id, computation, party_id, jsonb_object_agg(name, amount) AS forms
  FROM (SELECT cooperative_id, run_id, ${computation} AS computation, party_id,
      concat_ws(':', form, coalesce(kind, ''), coalesce(year::text, '')) AS name, sum(amount_minor)::text AS amount
    FROM ${table} WHERE amount_minor <> 0 GROUP BY 1, 2, 3, 4, 5) a GROUP BY 1, 2, 3, 4`;

/** What the last computation of every run changed that was computed more than once. */
const changesSoFar = `
  INSERT INTO run_change (cooperative_id, run_id, computation, party_id, key, before_minor, after_minor, borne_before_minor,
    borne_after_minor, least_before_minor, least_after_minor, forms_before, forms_after, amounts_differ)
  WITH again AS (SELECT r.cooperative_id, r.id AS run_id, r.computation FROM distribution_run r
      WHERE EXISTS (SELECT FROM run_line_earlier e WHERE e.cooperative_id = r.cooperative_id AND e.run_id = r.id AND e.computation = r.computation - 1)),
    now AS (SELECT cooperative_id, run_id, party_id, min(key) AS key, ${sums(`part = 'loss'`)} FROM run_line
      JOIN again USING (cooperative_id, run_id) GROUP BY 1, 2, 3),
    earlier AS (SELECT e.cooperative_id, e.run_id, e.party_id, ${sums(`e.pool LIKE 'loss:%'`)} FROM run_line_earlier e
      JOIN again a ON a.cooperative_id = e.cooperative_id AND a.run_id = e.run_id AND e.computation = a.computation - 1 GROUP BY 1, 2, 3),
    twice AS (SELECT cooperative_id, run_id, party_id, n.key, n.amount AS after, n.borne AS borne_after, n.least AS least_after,
        e.amount AS before, e.borne AS borne_before, e.least AS least_before, e.party_id IS NOT NULL AS was_there
      FROM now n FULL JOIN earlier e USING (cooperative_id, run_id, party_id)),
    compared AS (SELECT b.cooperative_id, b.run_id, b.party_id, a.computation, b.key,
        coalesce(b.before, 0)::bigint AS before_minor, coalesce(b.after, 0)::bigint AS after_minor,
        coalesce(b.borne_before, 0)::bigint AS borne_before, coalesce(b.borne_after, 0)::bigint AS borne_after,
        b.least_before, coalesce(b.least_after, 0)::bigint AS least_after,
        CASE WHEN NOT b.was_there OR b.least_before IS NOT NULL THEN coalesce(ef.forms, '{}') END AS forms_before, coalesce(nf.forms, '{}') AS forms_after
      FROM twice b JOIN again a ON a.cooperative_id = b.cooperative_id AND a.run_id = b.run_id
      LEFT JOIN (${forms('run_line_form', '0')}) nf ON nf.cooperative_id = b.cooperative_id AND nf.run_id = b.run_id AND nf.party_id = b.party_id
      LEFT JOIN (${forms('run_line_form_earlier', 'computation')}) ef
        ON ef.cooperative_id = b.cooperative_id AND ef.run_id = b.run_id AND ef.computation = a.computation - 1 AND ef.party_id = b.party_id AND b.was_there),
    judged AS (SELECT c.*, (before_minor <> after_minor OR borne_before <> borne_after OR coalesce(forms_before <> forms_after, false)) AS amounts_differ FROM compared c)
  SELECT cooperative_id, run_id, computation, party_id, key, before_minor, after_minor, borne_before, borne_after, least_before, least_after,
    forms_before, forms_after, amounts_differ
  FROM judged WHERE amounts_differ OR coalesce(least_before <> least_after, false);`;
