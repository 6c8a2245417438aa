import pg from 'pg';
import { DataSource, type EntityTarget, type MigrationInterface, type ObjectLiteral } from 'typeorm';
import type { Logger } from '../logging/create-logger.js';
import { errorCode } from '../logging/error-code.js';
import { serializeError } from '../logging/serialize-error.js';
import { withSearchPath } from './database-url.js';
import { DatabaseError } from './database.error.js';
import { pendingMigrations } from './pending-migrations.js';

export type EntityClass = EntityTarget<ObjectLiteral> & (new () => object);
export type MigrationClass = new () => MigrationInterface;

export interface DatabaseOptions {
  readonly url: string;
  readonly schema: string;
  readonly migrate: boolean;
  readonly entities: readonly EntityClass[];
  readonly migrations: readonly MigrationClass[];
  /** Largest number of pooled connections. */
  readonly poolSize?: number;
}

/** Four services with their lease connections stay below Postgres' default of 100. */
const POOL_SIZE = 15;
const CONNECT_TIME_LIMIT_MS = 10_000;
const SCHEMA_NAME = /^[a-z_][a-z0-9_]{0,62}$/;

/** A data source over the service's schema; not yet connected. */
export function createDataSource(options: DatabaseOptions, logger?: Logger): DataSource {
  return new DataSource({
    type: 'postgres',
    url: withSearchPath(options.url, options.schema),
    entities: [...options.entities],
    migrations: [...options.migrations],
    migrationsTableName: 'migrations',
    synchronize: false,
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    applicationName: options.schema,
    connectTimeoutMS: CONNECT_TIME_LIMIT_MS,
    poolSize: options.poolSize ?? POOL_SIZE,
    poolErrorHandler: (error: unknown) => logger?.warn({ err: error }, 'idle database connection lost'),
  });
}

/**
 * Connects to the service's schema and brings it up to date under an advisory lock, so that replicas starting
 * together migrate once. With `migrate: false` it only checks.
 * @throws DatabaseError DATABASE_UNREACHABLE, or MIGRATIONS_PENDING naming the migrations that are missing.
 */
export async function openDatabase(options: DatabaseOptions, logger: Logger): Promise<DataSource> {
  if (!SCHEMA_NAME.test(options.schema)) throw new Error(`"${options.schema}" is not a schema name`);
  const dataSource = createDataSource(options, logger);
  try {
    if (options.migrate) await migrateUnderLock(dataSource, options, logger);
    else await connectAndCheck(dataSource);
    return dataSource;
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    throw unreachable(error) ?? error;
  }
}

async function migrateUnderLock(dataSource: DataSource, options: DatabaseOptions, logger: Logger): Promise<void> {
  const lock = new pg.Client({ connectionString: options.url, connectionTimeoutMillis: CONNECT_TIME_LIMIT_MS });
  lock.on('error', (error) => logger.warn({ err: error }, 'migration lock connection lost'));
  try {
    await lock.connect();
    await lock.query(`SELECT pg_advisory_lock(hashtextextended('ledgerbridge:migrate:' || $1, 0))`, [options.schema]);
    await lock.query(`CREATE SCHEMA IF NOT EXISTS "${options.schema}"`);
    await dataSource.initialize();
    const ran = await dataSource.runMigrations({ transaction: 'each' });
    if (ran.length > 0) logger.info({ migrations: ran.map((migration) => migration.name) }, 'schema migrated');
  } finally {
    await lock.end();
  }
}

async function connectAndCheck(dataSource: DataSource): Promise<void> {
  await dataSource.initialize();
  const pending = await pendingMigrations(dataSource);
  if (pending.length === 0) return;
  const message = `migrations are pending, and not for this process to run (MIGRATE=false): ${pending.join(', ')}`;
  throw new DatabaseError('MIGRATIONS_PENDING', message, { pending });
}

/** SQLSTATE classes 08 (connection) and 28 (authorization), 3D (no such database), and the sockets' own codes. */
function unreachable(error: unknown): DatabaseError | undefined {
  const code = errorCode(error);
  const isTimeout = code === undefined && /timeout/i.test(serializeError(error).message);
  if (!isTimeout && !/^(08|28|3D|57P03|E[A-Z]+$)/.test(code ?? '')) return undefined;
  const reason = code ?? 'no answer';
  const text = `DATABASE_URL: cannot connect to the database (${reason})`;
  return new DatabaseError('DATABASE_UNREACHABLE', text, { reason }, error);
}
