import type { Command } from 'commander';
import type { Settings } from '../../platform/config/settings.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { demoGreeting, ensureDemoCooperative } from '../demo/demonstration.js';
import { settleByWaiting } from '../demo/demo-world.js';
import { ensureWorkshop, workshopGreeting } from '../demo/workshop.js';
import { runCommand } from '../run-command.js';
import { startServer } from '../running-server.js';
import { untilAskedToStop } from '../until-asked-to-stop.js';

export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'run the server with a cooperative that has lived: its decisions and books, and sign-in links',
    )
    .option('--once', 'print what the cooperative went through, and stop')
    .action(({ once }: { once?: boolean }) => runCommand((settings) => demonstrate(settings, once === true)));
}

async function demonstrate(settings: Settings, once: boolean): Promise<void | Refusal> {
  if (settings.databaseUrl !== null) {
    return new Refusal(
      'EXTERNAL_DATABASE',
      'The demonstration lives in the embedded database, so that nothing invented reaches a real one. Unset DATABASE_URL and DATABASE_WORKER_URL.',
    );
  }
  const say = (line: string): void => console.error(line);
  // Its letters go to invented addresses: none may leave this machine. Its log stays out of the way of what it tells.
  const quiet = process.env.LOG_LEVEL ? settings.logLevel : 'warn';
  const server = await startServer(
    { ...settings, smtpUrl: null, mailFrom: null, logLevel: quiet },
    say,
    true,
  );
  if (isRefusal(server)) return server;
  try {
    const world = { app: server.app, settle: settleByWaiting };
    const cooperative = await ensureDemoCooperative(world, say);
    const workshop = await ensureWorkshop(world, say);
    const greeting = [
      ...(await demoGreeting(server.app, cooperative, server.url)),
      '',
      ...workshopGreeting(server.app, workshop, server.url),
      '',
      'Ctrl-C stops it; the data stays for the next time.',
    ];
    for (const line of greeting) console.log(line);
    if (!once) await untilAskedToStop(async () => undefined, say);
  } finally {
    await server.stop();
  }
}
