import { ClusterFailure } from '../platform/database/cluster-failure.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { readSettings, type Settings } from '../platform/config/settings.js';
import { isUnread } from './standard-output.js';

/**
 * Runs the work of a command under checked settings. A refusal, of the settings or of the work, is printed in its own
 * words and ends with status 1; anything thrown is a bug and ends with status 2.
 */
export async function runCommand(work: (settings: Settings) => Promise<void | Refusal>): Promise<void> {
  const settings = readSettings(process.env);
  if (isRefusal(settings)) return printRefusal(settings);
  try {
    const outcome = await work(settings);
    if (isRefusal(outcome)) printRefusal(outcome);
  } catch (error) {
    if (isUnread(error)) return;
    if (error instanceof ClusterFailure)
      return printRefusal(new Refusal('EMBEDDED_DATABASE_FAILED', error.message));
    console.error('This is a fault in Rochdale, not in what you asked for:');
    console.error(settings.logLevel === 'debug' || !(error instanceof Error) ? error : error.message);
    process.exitCode = 2;
  }
}

function printRefusal(refusal: Refusal): void {
  console.error(refusal.details.length > 0 ? refusal.details.join('\n') : refusal.message);
  process.exitCode = 1;
}
