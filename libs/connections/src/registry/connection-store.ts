import { stateDigest } from '@ledgerbridge/contracts';
import { SERVICE_CONFIG, type ServiceConfig } from '@ledgerbridge/service';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ConnectionSettingsError } from '../connections.errors.js';
import type { ConnectionDefinition } from '../connection.js';
import { CONNECTION_DEFINITION } from '../connections.tokens.js';
import { ConnectionEntity } from '../database/connection.entity.js';
import { KeyRing } from '../sealing/key-ring.js';
import { sealSecrets } from '../sealing/sealed-secrets.js';
import { checkSettings } from '../settings/check-settings.js';
import { changedImmutables } from '../settings/immutable-settings.js';
import type { PlainObject } from '../settings/setting-path.js';
import { openConnection, splitSecrets, type OpenedConnection } from './open-connection.js';

export interface ConnectionToSave {
  readonly id: string;
  /** Settings with the secrets in place. */
  readonly plain: PlainObject;
  readonly source: 'file' | 'api';
  readonly by: string;
}

/** The `connections` table: seals on the way in, opens on the way out. */
@Injectable()
export class ConnectionStore<S extends object> {
  readonly ring: KeyRing;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONNECTION_DEFINITION) private readonly definition: ConnectionDefinition<S>,
    @Inject(SERVICE_CONFIG) config: ServiceConfig,
  ) {
    this.ring = new KeyRing(config.credentialKeys);
  }

  /** Version by id of what is stored now. */
  async versions(): Promise<Map<string, number>> {
    const rows = await this.dataSource.query<{ id: string; version: string }[]>(`SELECT id, version FROM connections`);
    return new Map(rows.map(({ id, version }) => [id, Number(version)]));
  }

  list(): Promise<ConnectionEntity[]> {
    return this.dataSource.getRepository(ConnectionEntity).find({ order: { id: 'ASC' } });
  }

  find(id: string): Promise<ConnectionEntity | null> {
    return this.dataSource.getRepository(ConnectionEntity).findOneBy({ id });
  }

  findForUpdate(tx: EntityManager, id: string): Promise<ConnectionEntity | null> {
    return tx.findOne(ConnectionEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** @throws ConnectionsError, see {@link openConnection} */
  open(row: ConnectionEntity): OpenedConnection<S> {
    return openConnection(this.definition, this.ring, row);
  }

  /**
   * Every stored connection must be sealed with a key this process holds, before it changes any of them: else a process
   * with another key ring would take connections away from replicas that can use them.
   * @throws ConnectionsError CREDENTIAL_KEY_UNKNOWN naming the key and every connection sealed with it.
   */
  async assertKeysKnown(): Promise<void> {
    const rows = await this.list();
    const unknown = rows.find(({ keyId }) => !this.ring.holds(keyId));
    if (unknown === undefined) return;
    this.ring.get(
      unknown.keyId,
      rows.filter(({ keyId }) => keyId === unknown.keyId).map(({ id }) => id),
    );
  }

  /** Ids of the connections whose data key is not wrapped by the ring's first key: `rotate-keys` has not run yet. */
  async sealedWithOlderKey(): Promise<string[]> {
    const rows = await this.list();
    return rows.filter(({ keyId }) => keyId !== this.ring.sealing.id).map(({ id }) => id);
  }

  /**
   * Creates or changes a connection; the version grows only when settings, a secret or the source differ.
   * @throws ConnectionSettingsError when the settings break their rules, or change one that cannot be changed.
   */
  async save(tx: EntityManager, given: ConnectionToSave): Promise<'created' | 'changed' | 'unchanged'> {
    const { id, plain, source, by } = given;
    const checked = checkSettings(this.definition, plain);
    if (!checked.ok) throw new ConnectionSettingsError('CONNECTION_INVALID', id, checked.problems);
    const { settings, secrets } = splitSecrets(this.definition, plain, checked.settings);
    const stored = await this.findForUpdate(tx, id);
    const changed = changedImmutables(this.definition.immutable ?? [], stored?.settings ?? settings, settings);
    if (changed.length > 0) throw new ConnectionSettingsError('CONNECTION_INVALID', id, changed);
    if (stored?.source === source && this.holds(stored, plain)) return 'unchanged';
    const { keyId, dataKey, secrets: sealed } = sealSecrets(this.ring, id, secrets);
    await tx.query(
      `INSERT INTO connections (id, system, source, version, settings, key_id, data_key, secrets, updated_at, updated_by)
       VALUES ($1, $2, $3, nextval('connection_versions'), $4, $5, $6, $7, now(), $8)
       ON CONFLICT (id) DO UPDATE SET system = excluded.system, source = excluded.source, version = excluded.version,
         settings = excluded.settings, key_id = excluded.key_id, data_key = excluded.data_key,
         secrets = excluded.secrets, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
      [id, this.definition.system, source, settings, keyId, dataKey, sealed, by],
    );
    return stored === null ? 'created' : 'changed';
  }

  async delete(tx: EntityManager, id: string): Promise<void> {
    await tx.delete(ConnectionEntity, { id });
  }

  /** Does the row hold exactly these settings and secrets? One that cannot be opened any more is to be written anew. */
  private holds(row: ConnectionEntity, plain: PlainObject): boolean {
    try {
      return stateDigest(this.open(row).plain) === stateDigest(plain);
    } catch {
      return false;
    }
  }
}
