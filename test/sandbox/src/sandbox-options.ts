import { parseArgs } from 'node:util';

export interface SandboxOptions {
  /** Run the seeded story to rest, print the summary, end. */
  readonly once: boolean;
  /** Keeps Kafka, Postgres and the simulators' state from one start to the next. */
  readonly dataDir?: string;
}

const USAGE = 'usage: npm start -- [--once] [--data DIR]';

/** @throws Error with the usage line for anything not understood. */
export function parseSandboxOptions(argv: readonly string[]): SandboxOptions {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { once: { type: 'boolean' }, data: { type: 'string' } },
      strict: true,
    });
    return { once: values.once ?? false, ...(values.data === undefined ? {} : { dataDir: values.data }) };
  } catch (cause) {
    throw new Error(USAGE, { cause });
  }
}
