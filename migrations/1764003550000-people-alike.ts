import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many people of a run are alike in what sums could tell of them: their class, which of the bases that its pools are
 * shared by they have anything of, the pools they share in, and whether they get anything. From it follows which sums may be
 * told to members, since a difference of two sums is about those whom only one of them counts. It takes all lines to tell,
 * so it is kept with each computation.
 */
export class PeopleAlike1764003550000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE run_alike (
        cooperative_id uuid NOT NULL, run_id uuid NOT NULL, computation integer NOT NULL,
        place          integer NOT NULL,
        -- Null for those who have none.
        class          text,
        bases          text[] NOT NULL,
        pools          text[] NOT NULL,
        gets           boolean NOT NULL,
        people         integer NOT NULL CONSTRAINT run_alike_is_of_people CHECK (people > 0),
        PRIMARY KEY (cooperative_id, run_id, computation, place),
        FOREIGN KEY (cooperative_id, run_id, computation) REFERENCES run_computation (cooperative_id, run_id, number)
      );
      ${alikeSoFar}
      CALL protect_tenant_table('run_alike', 'SELECT, INSERT');
      CALL make_append_only('run_alike');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE run_alike');
  }
}

/**
 * Of every run that has been computed, as it stands. Everything is read once: a plan that takes what nobody has measured for
 * little would look through all lines for each participant.
 */
const alikeSoFar = `
  SET LOCAL enable_nestloop = off;
  INSERT INTO run_alike (cooperative_id, run_id, computation, place, class, bases, pools, gets, people)
  SELECT cooperative_id, run_id, computation, row_number() OVER (PARTITION BY cooperative_id, run_id ORDER BY class, bases, pools, gets),
    class, bases, pools, gets, count(*)
  FROM (SELECT p.cooperative_id, p.run_id, r.computation, p.class,
      ARRAY(SELECT b.key FROM jsonb_each_text(coalesce(p.facts -> 'bases', '{}')) b
        WHERE b.value <> '0' AND b.key IN (SELECT jsonb_path_query(r.policy, '$.waterfall.pools[*].weighting.bases.keyvalue().key') #>> '{}')
        ORDER BY 1) AS bases,
      coalesce(l.pools, '{}') AS pools, coalesce(l.gets, false) AS gets
    FROM distribution_run r JOIN run_participant p ON p.cooperative_id = r.cooperative_id AND p.run_id = r.id
    LEFT JOIN (SELECT cooperative_id, run_id, party_id, array_agg(pool ORDER BY pool) FILTER (WHERE weight > 0 OR amount_minor > 0) AS pools,
        bool_or(amount_minor > 0 AND part <> 'loss') AS gets FROM run_line GROUP BY 1, 2, 3) l
      ON l.cooperative_id = p.cooperative_id AND l.run_id = p.run_id AND l.party_id = p.party_id
    WHERE EXISTS (SELECT FROM run_computation k WHERE k.cooperative_id = r.cooperative_id AND k.run_id = r.id AND k.number = r.computation)) one
  GROUP BY cooperative_id, run_id, computation, class, bases, pools, gets;
  SET LOCAL enable_nestloop = on;`;
