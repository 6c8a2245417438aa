import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  DEFAULT_ACCOUNT,
  DEFAULT_COMPANY,
  type AccountOptions,
  type CompanyOptions,
} from './company/company-options.js';
import type { Scheme } from './http/authentication-gate.js';
import type { GpSimulatorOptions } from './simulator.js';
import type { Switches } from './switches.js';

/** What `main.ts --help` prints. */
export const USAGE = `Options (or the environment variable in brackets):
  --port N                     [PORT] 0, the default, takes any free port
  --control-port N             [CONTROL_PORT] of the control API; 0, the default, takes any free port
  --host ADDRESS               [HOST] 127.0.0.1
  --data DIR                   [DATA_DIR] keeps companies and exception log between starts
  --account DOMAIN\\USER:PASSWORD  (repeatable) [ACCOUNT] ${DEFAULT_ACCOUNT.domain}\\${DEFAULT_ACCOUNT.user}
  --accounts JSON              [ACCOUNTS] list of accounts, with the operations and companies of their roles
  --auth ntlm,basic            [AUTH] ntlm
  --companies JSON             [COMPANIES] list of companies; ${DEFAULT_COMPANY.name} (${DEFAULT_COMPANY.id})
  --tls-key FILE --tls-cert FILE  [TLS_KEY, TLS_CERT] PEM; serves HTTPS
  --switches JSON              [SWITCHES] switches that differ from the standard`;

const OPTIONS = {
  port: { type: 'string' },
  'control-port': { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  account: { type: 'string', multiple: true },
  accounts: { type: 'string' },
  auth: { type: 'string' },
  companies: { type: 'string' },
  'tls-key': { type: 'string' },
  'tls-cert': { type: 'string' },
  switches: { type: 'string' },
} as const;

/**
 * Reads arguments and environment; an argument wins over its variable.
 * @throws Error naming the option that cannot be read
 */
export function readConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): GpSimulatorOptions {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const text = (name: Exclude<keyof typeof OPTIONS, 'account'>, variable: string): string | undefined =>
    values[name] ?? (env[variable] || undefined);
  const host = text('host', 'HOST');
  const dataDir = text('data', 'DATA_DIR');
  const schemes = text('auth', 'AUTH')?.split(',').map(schemeOf);
  const companies = json<CompanyOptions[]>('companies', text('companies', 'COMPANIES'));
  const accounts = accountsOf(values.account ?? (env.ACCOUNT ? [env.ACCOUNT] : []), text('accounts', 'ACCOUNTS'));
  const tls = tlsOf(text('tls-key', 'TLS_KEY'), text('tls-cert', 'TLS_CERT'));
  return {
    port: count('port', text('port', 'PORT')) ?? 0,
    controlPort: count('control-port', text('control-port', 'CONTROL_PORT')) ?? 0,
    switches: json<Partial<Switches>>('switches', text('switches', 'SWITCHES')) ?? {},
    ...(host === undefined ? {} : { host }),
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(schemes === undefined ? {} : { schemes }),
    ...(companies === undefined ? {} : { companies }),
    ...(accounts === undefined ? {} : { accounts }),
    ...(tls === undefined ? {} : { tls }),
  };
}

function accountsOf(given: readonly string[], list: string | undefined): AccountOptions[] | undefined {
  const listed = json<AccountOptions[]>('accounts', list) ?? [];
  const accounts = [...given.map(accountOf), ...listed];
  return accounts.length === 0 ? undefined : accounts;
}

function accountOf(text: string): AccountOptions {
  const [, domain, user, password] = /^([^\\]+)\\([^:]+):(.+)$/s.exec(text) ?? [];
  if (!domain || !user || !password) throw new Error('account: DOMAIN\\USER:PASSWORD is expected');
  return { domain, user, password };
}

function schemeOf(text: string): Scheme {
  const name = text.trim();
  if (name !== 'ntlm' && name !== 'basic') throw new Error('auth: ntlm or basic is expected');
  return name;
}

function tlsOf(key: string | undefined, cert: string | undefined): { key: string; cert: string } | undefined {
  if (key === undefined && cert === undefined) return undefined;
  if (key === undefined || cert === undefined) throw new Error('tls-key and tls-cert go together');
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

function count(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name}: a whole number is expected`);
  return Number(text);
}

function json<T>(name: string, text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new Error(`${name}: JSON is expected`);
  }
}
