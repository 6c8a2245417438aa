import type { Logger } from '../logging/create-logger.js';

/** Below the 30 s that container platforms grant by default. */
const TIME_LIMIT_MS = 25_000;
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Closes the service at the first signal and exits: 0 when it closed in time, 1 when not. A second signal
 * exits at once. What is cut off then is resumed by the next process from Postgres.
 */
export function onTermination(close: () => Promise<void>, logger: Logger): void {
  let closing = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (closing) {
      logger.warn({ signal }, 'second signal: exiting at once');
      process.exit(1);
    }
    closing = true;
    logger.info({ signal }, 'shutting down');
    const timer = setTimeout(() => {
      logger.error({ limitMs: TIME_LIMIT_MS }, 'shutdown took too long: exiting');
      process.exit(1);
    }, TIME_LIMIT_MS);
    close()
      .then(() => {
        logger.info('shut down');
        return 0;
      })
      .catch((error: unknown) => {
        logger.error({ err: error }, 'shutdown failed');
        return 1;
      })
      .then((code) => {
        clearTimeout(timer);
        process.exit(code);
      })
      .catch(() => process.exit(1));
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
}
