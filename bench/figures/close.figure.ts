import { withClient } from '../../src/platform/database/database-roles.js';
import { Database } from '../../src/platform/database/pool.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { Log } from '../../src/platform/log.js';
import { systemIn } from '../../src/platform/request/viewer.js';
import { PollClosedHandlers } from '../../src/voting/poll-closed-handlers.js';
import { PollClosing } from '../../src/voting/poll-closing.js';
import type { Figure, Measured } from '../figure.js';
import { cooperativeId } from '../ground/cooperative.js';
import type { BenchDatabase, Ground } from '../ground/ground.js';
import { pollIdOf } from '../ground/polls.js';
import { inTurns, millisecondsOf } from '../in-turns.js';
import { electors, seedLarge } from './cast.figure.js';

const pollId = pollIdOf(2);

/** The same ballots, read and grouped, and nothing more. */
const readAndGroup = `SELECT b.marks ->> 'choice' AS choice, e.class_id, e.weight_millionths, count(*) AS people
  FROM ballot_current c
  JOIN ballot b ON b.cooperative_id = c.cooperative_id AND b.poll_id = c.poll_id
    AND b.membership_id = c.membership_id AND b.revision = c.revision
  JOIN elector e ON e.cooperative_id = c.cooperative_id AND e.poll_id = c.poll_id AND e.membership_id = c.membership_id
  WHERE c.poll_id = $1 GROUP BY 1, 2, 3`;

/** A poll closes once; the owner of the tables takes that back between the rounds. */
const openAgain = (database: BenchDatabase): Promise<void> =>
  withClient(database.ownerUrl, async (client) => {
    await client.query('ALTER TABLE poll_result DISABLE TRIGGER append_only_rows');
    await client.query('DELETE FROM poll_result WHERE poll_id = $1', [pollId]);
    await client.query('ALTER TABLE poll_result ENABLE ALWAYS TRIGGER append_only_rows');
    await client.query(
      `UPDATE poll SET state = 'open', closed_at = NULL, subject_told_at = NULL WHERE id = $1`,
      [pollId],
    );
  });

async function measureClose(ground: Ground): Promise<Measured> {
  const database = await ground.database('large', seedLarge);
  const pool = new Database({ connectionString: database.appUrl, size: 2, statementTimeoutMs: 600_000 });
  const work = new UnitOfWork(pool);
  const closing = new PollClosing(work, new PollClosedHandlers(), new Log('silent'));
  try {
    const pair = await inTurns(
      async () => {
        await openAgain(database);
        let isClosed = false;
        const ms = await millisecondsOf(async () => {
          isClosed = await closing.close({ cooperativeId, pollId });
        });
        if (!isClosed) throw new Error('the poll was not closed');
        return ms;
      },
      () =>
        millisecondsOf(() =>
          work.inTransaction(systemIn(cooperativeId), (tx) => tx.sql(readAndGroup, [pollId])),
        ),
    );
    return { ...pair, unit: 'ms', note: `${electors.toLocaleString('en-US')} ballots` };
  } finally {
    await pool.close();
  }
}

export const close: Figure = {
  name: 'close',
  limitIs: 'one SELECT that reads and groups them',
  goal: { atMost: 3 },
  measure: measureClose,
};
