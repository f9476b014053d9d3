import { Logger } from 'graphile-worker';

/** The queue's own chatter stays out of the logs: what a job did is said by the job. */
export const silentLogger = new Logger(() => () => undefined);
