import { parseArgs } from 'node:util';
import type { SysproSimulatorOptions } from './options.js';

/** A start argument or variable that makes no sense; names it. */
class StartError extends Error {
  override name = 'StartError';
}

const DEFINITIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  company: { type: 'string' },
  customers: { type: 'string' },
  invoices: { type: 'string' },
  random: { type: 'string' },
  generated: { type: 'string' },
  data: { type: 'string' },
  username: { type: 'string' },
  password: { type: 'string' },
  switches: { type: 'string' },
} as const;

type Name = keyof typeof DEFINITIONS;

function wholeNumber(name: Name, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new StartError(`--${name}: a whole number expected`);
  return Number(text);
}

/** Undefined members left out, so defaults apply. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

function readSwitches(text: string | undefined): SysproSimulatorOptions['switches'] {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as SysproSimulatorOptions['switches'];
  } catch {
    throw new StartError('--switches: a JSON object expected');
  }
}

/**
 * Reads `--name value` arguments, each also as `SYSPRO_SIM_NAME` in the environment (the argument wins).
 * @throws StartError naming the one that is wrong.
 */
export function readStart(args: readonly string[], env: NodeJS.ProcessEnv): SysproSimulatorOptions {
  const { values } = parseArgs({ args: [...args], options: DEFINITIONS, strict: true });
  const value = (name: Name): string | undefined => values[name] ?? env[`SYSPRO_SIM_${name.toUpperCase()}`];
  const generated = wholeNumber('generated', value('generated'));
  const [username, password] = [value('username'), value('password')];
  if ((username === undefined) !== (password === undefined))
    throw new StartError('--username and --password: both or none');
  return given({
    port: wholeNumber('port', value('port')),
    host: value('host'),
    company: value('company'),
    seed: given({
      customers: wholeNumber('customers', value('customers')),
      invoices: wholeNumber('invoices', value('invoices')),
      random: wholeNumber('random', value('random')),
      generated: generated === undefined ? undefined : { invoices: generated },
    }),
    operators: username === undefined || password === undefined ? undefined : [{ username, password }],
    switches: readSwitches(value('switches')),
    dataDirectory: value('data'),
  });
}
