import { LOGGER, SERVICE_CONFIG, type Logger, type ServiceConfig } from '@ledgerbridge/service';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In, Not, type EntityManager } from 'typeorm';
import type { ConnectionDefinition } from '../connection.js';
import { CONNECTION_DEFINITION, CONNECTIONS_TUNING, type ConnectionsTuning } from '../connections.tokens.js';
import { ConnectionEntity } from '../database/connection.entity.js';
import { ConnectionStore } from '../registry/connection-store.js';
import { readConnectionsFile, type FileConnection } from './read-connections-file.js';

/** Brings the connections of CONNECTIONS_FILE into the table: the file is the truth for them. */
@Injectable()
export class FileConnections<S extends object> {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: ConnectionStore<S>,
    @Inject(CONNECTION_DEFINITION) private readonly definition: ConnectionDefinition<S>,
    @Inject(SERVICE_CONFIG) private readonly config: ServiceConfig,
    @Inject(CONNECTIONS_TUNING) private readonly tuning: ConnectionsTuning,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Saves what the file holds and removes file connections it no longer holds, in one transaction.
   * @throws ConfigError listing everything wrong in the file; then nothing has changed.
   */
  async load(): Promise<void> {
    const { connectionsFile } = this.config;
    const connections =
      connectionsFile === undefined
        ? []
        : readConnectionsFile(connectionsFile, this.definition, this.tuning.environment);
    await this.dataSource.transaction(async (tx) => {
      // replicas that start together would otherwise deadlock on each other's rows
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('ledgerbridge:connections-file', 0))`);
      await this.removeOthers(tx, connections);
      for (const connection of connections) await this.save(tx, connection);
    });
  }

  private async save(tx: EntityManager, { id, settings }: FileConnection): Promise<void> {
    const outcome = await this.store.save(tx, { id, plain: settings, source: 'file', by: 'file' });
    if (outcome !== 'unchanged') this.logger.info({ connection: id, outcome }, 'connection loaded from the file');
  }

  private async removeOthers(tx: EntityManager, connections: readonly FileConnection[]): Promise<void> {
    const gone = await tx.findBy(ConnectionEntity, { source: 'file', id: Not(In(connections.map(({ id }) => id))) });
    for (const { id } of gone) {
      await this.store.delete(tx, id);
      this.logger.warn({ connection: id }, 'connection removed: it is no longer in the file');
    }
  }
}
