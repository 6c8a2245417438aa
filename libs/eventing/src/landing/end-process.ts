import type { Logger } from '@ledgerbridge/service';

/** DI token of what is done when a service cannot go on: `(reason: unknown) => void`. */
export const ON_FATAL = Symbol('ON_FATAL');

export type OnFatal = (reason: unknown) => void;

/** For an orderly end by SIGTERM; an end that hangs must not keep a process alive that does no work. */
const GRACE_MS = 15_000;

/** Ends the process with exit code 1 and says why: whoever runs it starts it again, with a fresh client. */
export function endProcess(logger: Logger): OnFatal {
  let ending = false;
  return (reason) => {
    // a second SIGTERM would cut the orderly end short
    if (ending) return;
    ending = true;
    logger.fatal({ err: reason }, 'this process cannot go on and ends');
    process.once('exit', () => {
      process.exitCode = 1;
    });
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    process.kill(process.pid, 'SIGTERM');
  };
}
