import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@ledgerbridge/service';
import type { ConnectionActivity, HeldConnection } from './connection-activity.js';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Pause before start number `attempt + 1` after failures; doubles up to a minute. */
export function pauseBeforeRestart(attempt: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt, 16));
}

/** An activity that goes on for this long after its signal keeps the lease from everybody, and a shutdown from ending. */
const LATE_AFTER_MS = 10_000;

/** Runs an activity until it returns or the connection is no longer held; starts it again when it throws. Never rejects. */
export async function runActivity<S extends object>(
  activity: ConnectionActivity<S>,
  held: HeldConnection<S>,
  logger: Logger,
): Promise<void> {
  for (let attempt = 0; !held.signal.aborted; attempt += 1) {
    try {
      await runOnce(activity, held, logger);
      return;
    } catch (error) {
      const context = { err: error, activity: activity.name, connection: held.connection.id };
      if (held.signal.aborted) logger.debug(context, 'activity ended with an error');
      else {
        const pauseMs = pauseBeforeRestart(attempt);
        logger.error({ ...context, pauseMs }, 'activity failed; it will start again');
        await delay(pauseMs, undefined, { signal: held.signal }).catch(() => undefined);
      }
    }
  }
}

async function runOnce<S extends object>(
  activity: ConnectionActivity<S>,
  held: HeldConnection<S>,
  logger: Logger,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const watch = (): void => {
    const context = { activity: activity.name, connection: held.connection.id, afterMs: LATE_AFTER_MS };
    timer = setTimeout(() => logger.warn(context, 'activity has not ended though it was told to'), LATE_AFTER_MS);
  };
  held.signal.addEventListener('abort', watch, { once: true });
  try {
    await activity.run(held);
  } finally {
    held.signal.removeEventListener('abort', watch);
    clearTimeout(timer);
  }
}
