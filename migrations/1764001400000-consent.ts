import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Consent: objections with their history and the voices on them, texts that change while the vote is open, and dissent
 * recorded after it. An objection's words never change; its state leaves `open` once. A proposal's text changes during
 * the vote only as the text of a version that its poll has just been given.
 */
export class Consent1764001400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(objections);
    await db.query(changedTexts);
    await db.query(dissents);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ${frozenVersionFunction(`p.state NOT IN ('draft', 'deliberation')`)}
      DROP INDEX proposal_version_of_a_poll_text_is_one;
      ALTER TABLE proposal_version DROP poll_text_version;
      DROP VIEW objection_voices;
      DROP TABLE poll_dissent, poll_text_change, ask_again_wish, objection_voice, objection_event, objection;
      DROP FUNCTION refuse_reopening();
      ALTER TABLE poll DROP proposed_by;
    `);
  }
}

const objections = `
  ALTER TABLE poll ADD proposed_by uuid;
  COMMENT ON COLUMN poll.proposed_by IS 'The membership that put forward what is voted on, and answers objections to it.';

  CREATE TABLE objection (
    cooperative_id uuid NOT NULL, id uuid NOT NULL, poll_id uuid NOT NULL, membership_id uuid NOT NULL,
    reason         text NOT NULL CONSTRAINT objection_names_a_harm CHECK (char_length(reason) BETWEEN 1 AND 4000),
    criteria       text NOT NULL CONSTRAINT objection_names_its_measure CHECK (char_length(criteria) BETWEEN 1 AND 2000),
    proposed_change text CONSTRAINT objection_change_is_bounded CHECK (char_length(proposed_change) BETWEEN 1 AND 4000),
    name_shown     boolean NOT NULL,
    text_version   integer NOT NULL,
    state          text NOT NULL DEFAULT 'open' CONSTRAINT objection_state_is_known
                   CHECK (state IN ('open', 'integrated', 'answered', 'withdrawn', 'overruled')),
    raised_at      timestamptz NOT NULL,
    PRIMARY KEY (cooperative_id, id),
    CONSTRAINT objection_belongs_to_its_poll UNIQUE (cooperative_id, poll_id, id),
    CONSTRAINT objection_is_an_electors FOREIGN KEY (cooperative_id, poll_id, membership_id)
      REFERENCES elector (cooperative_id, poll_id, membership_id)
  );
  CREATE UNIQUE INDEX objection_open_is_one_per_elector ON objection (cooperative_id, poll_id, membership_id)
    WHERE state = 'open';
  CREATE INDEX objection_by_poll ON objection (cooperative_id, poll_id, raised_at, id);

  CREATE FUNCTION refuse_reopening() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'an objection that has ended stays as it is' USING ERRCODE = 'restrict_violation';
  END $$;
  CREATE TRIGGER objection_ends_once BEFORE UPDATE ON objection FOR EACH ROW
    WHEN (OLD.state <> 'open') EXECUTE FUNCTION refuse_reopening();
  ALTER TABLE objection ENABLE ALWAYS TRIGGER objection_ends_once;

  CREATE TABLE objection_event (
    cooperative_id uuid NOT NULL, id uuid NOT NULL, objection_id uuid NOT NULL,
    kind           text NOT NULL CONSTRAINT objection_event_is_known CHECK (kind IN
                   ('raised', 'answered', 'answer_accepted', 'integrated', 'withdrawn', 'overruled')),
    by_membership_id uuid,
    text           text CONSTRAINT objection_event_text_is_bounded CHECK (char_length(text) BETWEEN 1 AND 10000),
    text_version   integer NOT NULL,
    recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
    PRIMARY KEY (cooperative_id, id),
    FOREIGN KEY (cooperative_id, objection_id) REFERENCES objection (cooperative_id, id),
    CONSTRAINT objection_answer_is_reasoned CHECK (kind <> 'answered' OR text IS NOT NULL)
  );
  CREATE INDEX objection_event_by_objection ON objection_event (cooperative_id, objection_id, recorded_at, id);

  CREATE TABLE objection_voice (
    cooperative_id uuid NOT NULL, poll_id uuid NOT NULL, objection_id uuid NOT NULL, membership_id uuid NOT NULL,
    revision       integer NOT NULL CONSTRAINT objection_voice_revisions_start_at_one CHECK (revision >= 1),
    finds_valid    boolean NOT NULL,
    recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
    CONSTRAINT objection_voice_revision_is_one PRIMARY KEY (cooperative_id, objection_id, membership_id, revision),
    CONSTRAINT objection_voice_is_on_an_objection FOREIGN KEY (cooperative_id, poll_id, objection_id)
      REFERENCES objection (cooperative_id, poll_id, id),
    CONSTRAINT objection_voice_is_an_electors FOREIGN KEY (cooperative_id, poll_id, membership_id)
      REFERENCES elector (cooperative_id, poll_id, membership_id)
  );
  COMMENT ON TABLE objection_voice IS 'Whether electors find an objection valid; the last revision of each counts.';

  CREATE TABLE ask_again_wish (
    cooperative_id uuid NOT NULL, poll_id uuid NOT NULL, membership_id uuid NOT NULL, revision integer NOT NULL,
    CONSTRAINT ask_again_wish_goes_with_a_ballot PRIMARY KEY (cooperative_id, poll_id, membership_id, revision),
    FOREIGN KEY (cooperative_id, poll_id, membership_id, revision)
      REFERENCES ballot (cooperative_id, poll_id, membership_id, revision)
  );
  COMMENT ON TABLE ask_again_wish IS 'Ballots whose elector wants to be asked again should the text change.';

  CREATE VIEW objection_voices WITH (security_invoker = true) AS
    SELECT o.cooperative_id, o.poll_id, o.id AS objection_id,
      count(*) FILTER (WHERE v.finds_valid) AS valid_people,
      coalesce(sum(v.weight_millionths) FILTER (WHERE v.finds_valid), 0)::bigint AS valid_weight,
      count(*) FILTER (WHERE NOT v.finds_valid) AS not_valid_people,
      coalesce(sum(v.weight_millionths) FILTER (WHERE NOT v.finds_valid), 0)::bigint AS not_valid_weight
    FROM objection o
    CROSS JOIN LATERAL (
      SELECT true AS finds_valid, e.weight_millionths FROM elector e
      WHERE e.cooperative_id = o.cooperative_id AND e.poll_id = o.poll_id AND e.membership_id = o.membership_id
      UNION ALL
      SELECT l.finds_valid, e.weight_millionths
      FROM (SELECT DISTINCT ON (x.membership_id) x.membership_id, x.finds_valid FROM objection_voice x
            WHERE x.cooperative_id = o.cooperative_id AND x.objection_id = o.id
            ORDER BY x.membership_id, x.revision DESC) l
      JOIN elector e ON e.cooperative_id = o.cooperative_id AND e.poll_id = o.poll_id AND e.membership_id = l.membership_id
      WHERE NOT EXISTS (SELECT FROM poll_withdrawal w WHERE w.cooperative_id = o.cooperative_id
        AND w.poll_id = o.poll_id AND w.membership_id = l.membership_id)) v
    GROUP BY o.cooperative_id, o.poll_id, o.id;
  COMMENT ON VIEW objection_voices IS 'What electors find of each objection, the objector included; who left the poll is not heard.';
  GRANT SELECT ON objection_voices TO rochdale_app;

  CALL protect_tenant_table('objection', 'SELECT, INSERT, UPDATE (state)');
  CALL protect_tenant_table('objection_event', 'SELECT, INSERT');
  CALL protect_tenant_table('objection_voice', 'SELECT, INSERT');
  CALL protect_tenant_table('ask_again_wish', 'SELECT, INSERT');
  CALL make_append_only('objection_event');
  CALL make_append_only('objection_voice');
  CALL make_append_only('ask_again_wish');
`;

/**
 * A version is frozen unless it is the text of the version that the open poll on the proposal stands at, which the act
 * raises in the same transaction. The index makes sure that a poll's version has one text.
 */
const frozenVersionFunction = (frozen: string): string => `
  CREATE OR REPLACE FUNCTION refuse_frozen_version() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    IF EXISTS (SELECT FROM proposal p WHERE p.cooperative_id = NEW.cooperative_id AND p.id = NEW.proposal_id
               AND ${frozen}) THEN
      RAISE EXCEPTION 'the text of proposal % is frozen', NEW.proposal_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;`;

const changedTexts = `
  CREATE TABLE poll_text_change (
    cooperative_id uuid NOT NULL, poll_id uuid NOT NULL,
    text_version   integer NOT NULL CONSTRAINT poll_text_change_follows_the_first CHECK (text_version >= 2),
    question       text NOT NULL,
    summary        text NOT NULL CONSTRAINT poll_text_change_says_what CHECK (char_length(summary) BETWEEN 1 AND 400000),
    changed_by     uuid NOT NULL,
    recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
    CONSTRAINT poll_text_change_is_one PRIMARY KEY (cooperative_id, poll_id, text_version),
    FOREIGN KEY (cooperative_id, poll_id) REFERENCES poll (cooperative_id, id),
    FOREIGN KEY (cooperative_id, changed_by) REFERENCES membership (cooperative_id, id)
  );
  CALL protect_tenant_table('poll_text_change', 'SELECT, INSERT');
  CALL make_append_only('poll_text_change');
  GRANT UPDATE (question) ON poll TO rochdale_app;

  ALTER TABLE proposal_version ADD poll_text_version integer
    CONSTRAINT proposal_version_changes_an_opened_text CHECK (poll_text_version >= 2);
  COMMENT ON COLUMN proposal_version.poll_text_version IS 'The version of the poll whose text this is; null for one written before the vote.';
  CREATE UNIQUE INDEX proposal_version_of_a_poll_text_is_one
    ON proposal_version (cooperative_id, proposal_id, poll_text_version) WHERE poll_text_version IS NOT NULL;
  ${frozenVersionFunction(`(p.state NOT IN ('draft', 'deliberation') OR NEW.poll_text_version IS NOT NULL)
               AND NOT (p.state = 'voting' AND NEW.poll_text_version IS NOT NULL AND EXISTS (
                 SELECT FROM poll o WHERE o.cooperative_id = p.cooperative_id AND o.id = p.poll_id AND o.state = 'open'
                   AND o.text_version = NEW.poll_text_version))`)}
`;

const dissents = `
  CREATE TABLE poll_dissent (
    cooperative_id uuid NOT NULL, poll_id uuid NOT NULL, membership_id uuid NOT NULL,
    reason         text NOT NULL CONSTRAINT poll_dissent_is_reasoned CHECK (char_length(reason) BETWEEN 1 AND 4000),
    recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
    CONSTRAINT poll_dissent_is_one_per_elector PRIMARY KEY (cooperative_id, poll_id, membership_id),
    CONSTRAINT poll_dissent_is_an_electors FOREIGN KEY (cooperative_id, poll_id, membership_id)
      REFERENCES elector (cooperative_id, poll_id, membership_id)
  );
  CALL protect_tenant_table('poll_dissent', 'SELECT, INSERT');
  CALL make_append_only('poll_dissent');
`;
