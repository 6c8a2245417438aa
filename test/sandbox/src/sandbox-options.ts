import { parseArgs } from 'node:util';

export interface SandboxOptions {
  /** Run the seeded story to rest, print the summary, end. */
  readonly once: boolean;
  /** The smallest company with every trap in it. */
  readonly small: boolean;
  /** Keeps Kafka, Postgres and the simulators' state from one start to the next. */
  readonly dataDir?: string;
}

const USAGE = 'usage: npm start -- [--once] [--small] [--data DIR]';

/** @throws Error with the usage line for anything not understood. */
export function parseSandboxOptions(argv: readonly string[]): SandboxOptions {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { once: { type: 'boolean' }, small: { type: 'boolean' }, data: { type: 'string' } },
      strict: true,
    });
    return {
      once: values.once ?? false,
      small: values.small ?? false,
      ...(values.data === undefined ? {} : { dataDir: values.data }),
    };
  } catch (cause) {
    throw new Error(USAGE, { cause });
  }
}
