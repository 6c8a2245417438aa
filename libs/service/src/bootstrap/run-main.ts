import { isBridgeError } from '@ledgerbridge/contracts';
import { serializeError } from '../logging/serialize-error.js';

/**
 * The last frame of a service process: runs `main` and, when it fails, prints one JSON line that says why (wrong
 * settings by name and expectation, never a value) and exits with 1.
 */
export async function runMain(main: () => Promise<unknown>): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${JSON.stringify(startFailure(error))}\n`, () => process.exit(1));
  }
}

/** What is printed of a failed start. Only for unexpected errors a stack is of use to the reader. */
export function startFailure(error: unknown): Record<string, unknown> {
  const { stack, cause, message, ...err } = serializeError(error);
  const expected = isBridgeError(error);
  return {
    level: 'fatal',
    time: new Date().toISOString(),
    ...(expected ? err : { ...err, stack, cause }),
    msg: `start failed: ${message}`,
  };
}
