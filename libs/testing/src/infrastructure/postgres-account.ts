import { userInfo } from 'node:os';
import { InfrastructureError } from './infrastructure-error.js';
import { runCommand } from './run-command.js';

/** Whom Postgres runs as: nobody else (empty), or, when we are root, the account `postgres`. */
export interface PostgresAccount {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Postgres refuses to run as root; then the account `postgres` is used, and created when missing.
 * @throws InfrastructureError `POSTGRES_ACCOUNT_MISSING` when it cannot be created.
 */
export async function postgresAccount(): Promise<PostgresAccount> {
  if (userInfo().uid !== 0) return {};
  const existing = await lookUp();
  if (existing !== undefined) return existing;
  await runCommand('groupadd', ['--system', 'postgres']);
  const created = await runCommand('useradd', ['--system', '--no-create-home', '--gid', 'postgres', 'postgres']);
  const account = await lookUp();
  if (account !== undefined) return account;
  throw new InfrastructureError(
    'POSTGRES_ACCOUNT_MISSING',
    `Postgres does not run as root, and the account "postgres" is missing and could not be created (${created.output.trim()}). Create it, or run as another user.`,
  );
}

async function lookUp(): Promise<PostgresAccount | undefined> {
  const [uid, gid] = await Promise.all([runCommand('id', ['-u', 'postgres']), runCommand('id', ['-g', 'postgres'])]);
  if (uid.outcome !== 'done' || gid.outcome !== 'done') return undefined;
  return { uid: Number(uid.output), gid: Number(gid.output) };
}
