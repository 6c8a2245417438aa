import { createLogger, KnownSecrets, openDatabase, type ServiceConfig } from '@ledgerbridge/service';
import { connectionsEntities, connectionsMigrations } from '../database/connections-database.js';
import { KeyRing } from '../sealing/key-ring.js';
import { KeyRotation } from './key-rotation.js';

export interface RotateKeysOptions {
  readonly config: ServiceConfig;
  /** The Postgres schema of the service. */
  readonly schema: string;
  /** Where the report goes; standard output unless given. */
  readonly output?: { write(text: string): unknown };
}

/**
 * The command `rotate-keys` of a service: wraps the data keys of its stored connections by the first key of
 * CREDENTIALS_KEYS while the service runs. Opens the database, neither Kafka nor a port, and prints its report as one
 * line of JSON. May be repeated, and run twice at the same time.
 * @returns the exit code: 1 when a connection is named in `failed`
 * @throws DatabaseError
 */
export async function rotateKeys({ config, schema, output = process.stdout }: RotateKeysOptions): Promise<number> {
  const { service, database, credentialKeys } = config;
  const logger = createLogger({ service, level: 'warn', secrets: new KnownSecrets(), destination: process.stderr });
  const dataSource = await openDatabase(
    {
      url: database.url,
      schema,
      migrate: false,
      entities: connectionsEntities,
      migrations: connectionsMigrations,
      poolSize: 1,
    },
    logger,
  );
  try {
    const report = await new KeyRotation(dataSource, new KeyRing(credentialKeys)).run();
    output.write(`${JSON.stringify(report)}\n`);
    return report.failed.length === 0 ? 0 : 1;
  } finally {
    await dataSource.destroy();
  }
}
