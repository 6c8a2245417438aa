import { isBridgeError } from '@ledgerbridge/contracts';
import { ConfigError } from '../config/config.error.js';
import { serializeError } from '../logging/serialize-error.js';

/** Work that `node main.js <name>` does instead of serving; answers the exit code. */
export type ServiceCommand = () => Promise<number>;

/**
 * The last frame of a service process: runs `serve`, or the command named by the first argument. When that fails,
 * prints one JSON line that says why (wrong settings by name and expectation, never a value) and exits with 1.
 */
export async function runMain(
  serve: () => Promise<unknown>,
  commands: Readonly<Record<string, ServiceCommand>> = {},
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  const command = commandOf(args, commands);
  try {
    if (command === undefined) await serve();
    else process.exitCode = await command.run();
  } catch (error) {
    const line = JSON.stringify(mainFailure(error, command?.name ?? 'start'));
    process.stderr.write(`${line}\n`, () => process.exit(1));
  }
}

function commandOf(
  args: readonly string[],
  commands: Readonly<Record<string, ServiceCommand>>,
): { name: string; run: ServiceCommand } | undefined {
  const [name, ...others] = args;
  if (name === undefined) return undefined;
  const run = others.length === 0 && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (run !== undefined) return { name, run };
  const expected = ['none, to run the service', ...Object.keys(commands)].join('; or ');
  const refuse = (): Promise<number> => Promise.reject(new ConfigError([{ name: 'arguments', expected }]));
  return { name: 'start', run: refuse };
}

/** What is printed of a failed start or command. Only for unexpected errors a stack is of use to the reader. */
export function mainFailure(error: unknown, doing: string): Record<string, unknown> {
  const { stack, cause, message, ...err } = serializeError(error);
  const expected = isBridgeError(error);
  return {
    level: 'fatal',
    time: new Date().toISOString(),
    ...(expected ? err : { ...err, stack, cause }),
    msg: `${doing} failed: ${message}`,
  };
}
