import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The members' review of a run: what each says of it, the answers owed, and disputes about records, with what their end
 * released. A response is never changed but for the state it has come to; what happened to it is only ever added.
 */
export class Review1764001700000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE review_response (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, run_id uuid NOT NULL, period_id uuid NOT NULL,
        party_id       uuid NOT NULL,
        kind           text NOT NULL CONSTRAINT review_response_kind_is_known CHECK (kind IN ('agreement', 'question', 'objection')),
        about          text NOT NULL CONSTRAINT review_response_subject_is_known CHECK (about IN ('line', 'record', 'rule')),
        -- A rule by its place in the policy: the name of a pool or of a step.
        rule           text,
        -- A record: what the party is down for, and what it should be.
        basis          text,
        recorded_millionths bigint,
        claimed_millionths  bigint CONSTRAINT review_claim_is_not_negative CHECK (claimed_millionths >= 0),
        body           text NOT NULL CONSTRAINT review_response_is_bounded CHECK (char_length(body) <= 5000),
        computation    integer NOT NULL,
        state          text NOT NULL DEFAULT 'open' CONSTRAINT review_response_state_is_known
                       CHECK (state IN ('open', 'answered', 'pressed', 'ended', 'superseded')),
        ending         text CONSTRAINT review_response_ending_is_known CHECK (ending IN ('agreed', 'accepted', 'withdrawn', 'upheld', 'as_recorded')),
        answer_due_at  timestamptz,
        responded_by   uuid NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        ended_at       timestamptz,
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, run_id) REFERENCES distribution_run (cooperative_id, id),
        FOREIGN KEY (cooperative_id, period_id) REFERENCES period (cooperative_id, id),
        FOREIGN KEY (cooperative_id, party_id) REFERENCES party (cooperative_id, id),
        FOREIGN KEY (cooperative_id, responded_by) REFERENCES membership (cooperative_id, id),
        CONSTRAINT review_response_to_a_record_says_what_it_should_be CHECK ((about = 'record' AND kind = 'objection') =
          (basis IS NOT NULL AND claimed_millionths IS NOT NULL AND recorded_millionths IS NOT NULL)),
        CONSTRAINT review_response_to_a_rule_names_it CHECK ((about = 'rule') = (rule IS NOT NULL)),
        CONSTRAINT review_response_ends_once CHECK ((state IN ('ended', 'superseded')) = (ended_at IS NOT NULL) AND (state = 'ended') = (ending IS NOT NULL)),
        CONSTRAINT review_question_is_asked_in_words CHECK (kind = 'agreement' OR char_length(body) > 0)
      );
      CREATE INDEX review_response_by_run ON review_response (cooperative_id, run_id, recorded_at, id);
      CREATE UNIQUE INDEX review_dispute_of_a_record_is_one ON review_response (cooperative_id, period_id, party_id, basis)
        WHERE about = 'record' AND kind = 'objection' AND state <> 'ended';
      CREATE UNIQUE INDEX review_agreement_is_one ON review_response (cooperative_id, run_id, party_id)
        WHERE kind = 'agreement' AND state = 'ended';

      CREATE TABLE review_event (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, response_id uuid NOT NULL,
        act            text NOT NULL CONSTRAINT review_event_act_is_known CHECK (act IN ('answered', 'accepted', 'pressed', 'withdrawn', 'decided')),
        -- An answer to a dispute proposes how it should end; a decision ends it so.
        proposes       text CONSTRAINT review_event_proposal_is_known CHECK (proposes IN ('upheld', 'as_recorded')),
        body           text NOT NULL CONSTRAINT review_event_is_bounded CHECK (char_length(body) <= 5000),
        acted_by       uuid NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, response_id) REFERENCES review_response (cooperative_id, id),
        FOREIGN KEY (cooperative_id, acted_by) REFERENCES membership (cooperative_id, id)
      );
      CREATE INDEX review_event_by_response ON review_event (cooperative_id, response_id, recorded_at, id);

      -- What the end of a dispute released from a run that was in the books: one entry, and whose it was.
      CREATE TABLE dispute_release (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, run_id uuid NOT NULL, response_id uuid NOT NULL,
        ledger_entry_id uuid,
        released_minor bigint NOT NULL,
        held_after_minor bigint NOT NULL CONSTRAINT dispute_release_leaves_no_debt CHECK (held_after_minor >= 0),
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT dispute_release_is_one_per_run UNIQUE (cooperative_id, run_id, response_id),
        FOREIGN KEY (cooperative_id, run_id) REFERENCES distribution_run (cooperative_id, id),
        FOREIGN KEY (cooperative_id, response_id) REFERENCES review_response (cooperative_id, id),
        FOREIGN KEY (cooperative_id, ledger_entry_id) REFERENCES ledger_entry (cooperative_id, id)
      );
      CREATE TABLE dispute_release_line (
        cooperative_id uuid NOT NULL, release_id uuid NOT NULL, pool text NOT NULL, party_id uuid NOT NULL,
        amount_minor   bigint NOT NULL,
        PRIMARY KEY (cooperative_id, release_id, pool, party_id),
        FOREIGN KEY (cooperative_id, release_id) REFERENCES dispute_release (cooperative_id, id),
        FOREIGN KEY (cooperative_id, party_id) REFERENCES party (cooperative_id, id)
      );
      CREATE INDEX dispute_release_line_by_party ON dispute_release_line (cooperative_id, party_id);

      CALL protect_tenant_table('review_response', 'SELECT, INSERT, UPDATE (state, ending, ended_at)');
      CALL protect_tenant_table('review_event', 'SELECT, INSERT');
      CALL protect_tenant_table('dispute_release', 'SELECT, INSERT');
      CALL protect_tenant_table('dispute_release_line', 'SELECT, INSERT');
      CALL make_append_only('review_event');
      CALL make_append_only('dispute_release');
      CALL make_append_only('dispute_release_line');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE dispute_release_line, dispute_release, review_event, review_response;`);
  }
}
