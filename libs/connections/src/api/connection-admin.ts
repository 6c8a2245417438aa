import { LOGGER, type Logger } from '@ledgerbridge/service';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ConnectionsError } from '../connections.errors.js';
import { ConnectionEntity } from '../database/connection.entity.js';
import { ConnectionRegistry } from '../registry/connection-registry.js';
import { ConnectionStore } from '../registry/connection-store.js';
import type { PlainObject } from '../settings/setting-path.js';
import { SecretKeeping } from './secret-keeping.js';

/** What operators do with connections through the API. Those of the file are read-only. */
@Injectable()
export class ConnectionAdmin<S extends object> {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: ConnectionStore<S>,
    private readonly registry: ConnectionRegistry<S>,
    private readonly secrets: SecretKeeping<S>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  list(): Promise<ConnectionEntity[]> {
    return this.store.list();
  }

  /** @throws ConnectionsError CONNECTION_NOT_FOUND */
  async get(id: string): Promise<ConnectionEntity> {
    const row = await this.store.find(id);
    if (row === null) throw notFound(id);
    return row;
  }

  /**
   * Creates or replaces a connection; secrets left out keep their value as long as their host stays the same.
   * @throws ConnectionsError CONNECTION_READ_ONLY, CONNECTION_INVALID or SECRET_REQUIRED
   */
  async put(id: string, given: PlainObject, by: string): Promise<'created' | 'changed' | 'unchanged'> {
    const outcome = await this.dataSource.transaction(async (tx) => {
      const stored = await this.store.findForUpdate(tx, id);
      assertWritable(id, stored);
      const plain = this.secrets.complete(id, given, stored);
      return this.store.save(tx, { id, plain, source: 'api', by });
    });
    this.logger.info({ connection: id, by, outcome }, 'connection put');
    await this.registry.refresh();
    return outcome;
  }

  /** @throws ConnectionsError CONNECTION_NOT_FOUND or CONNECTION_READ_ONLY */
  async delete(id: string, by: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const stored = await this.store.findForUpdate(tx, id);
      if (stored === null) throw notFound(id);
      assertWritable(id, stored);
      await this.store.delete(tx, id);
    });
    this.logger.info({ connection: id, by }, 'connection deleted');
    await this.registry.refresh();
  }
}

function assertWritable(id: string, stored: ConnectionEntity | null): void {
  if (stored?.source !== 'file') return;
  const message = `Connection ${id} comes from CONNECTIONS_FILE and is changed there`;
  throw new ConnectionsError('CONNECTION_READ_ONLY', message, { connection: id });
}

function notFound(id: string): ConnectionsError {
  return new ConnectionsError('CONNECTION_NOT_FOUND', `No connection ${id}`, { connection: id });
}
