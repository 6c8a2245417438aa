import { plainToInstance } from 'class-transformer';
import { ConnectionSettingsError } from '../connections.errors.js';
import type { Connection, ConnectionDefinition } from '../connection.js';
import type { ConnectionEntity } from '../database/connection.entity.js';
import type { KeyRing } from '../sealing/key-ring.js';
import { openSecret, type OpenSecret } from '../sealing/sealed-secrets.js';
import { checkSettings, hostOf } from '../settings/check-settings.js';
import { deepFreeze } from '../settings/deep-freeze.js';
import { getSetting, setSetting, type PlainObject } from '../settings/setting-path.js';

/** A stored connection with its secrets opened for the hosts its settings name. */
export interface OpenedConnection<S extends object> {
  readonly connection: Connection<S>;
  /** The settings as stored, secrets in place. */
  readonly plain: PlainObject;
  readonly secrets: readonly OpenSecret[];
}

/** @throws ConnectionsError of the sealing, or CONNECTION_INVALID when this build's rules refuse the stored settings. */
export function openConnection<S extends object>(
  definition: ConnectionDefinition<S>,
  ring: KeyRing,
  row: ConnectionEntity,
): OpenedConnection<S> {
  const plain = structuredClone(row.settings);
  const secrets = openSecrets(definition, ring, row);
  for (const { path, value } of secrets) setSetting(plain, path, value);
  const checked = checkSettings(definition, plain);
  if (!checked.ok) throw new ConnectionSettingsError('CONNECTION_INVALID', row.id, checked.problems);
  const connection = Object.freeze({
    id: row.id,
    settings: deepFreeze(checked.settings),
    version: Number(row.version),
    source: row.source,
  });
  return { connection, plain, secrets };
}

function openSecrets<S extends object>(
  definition: ConnectionDefinition<S>,
  ring: KeyRing,
  row: ConnectionEntity,
): OpenSecret[] {
  const settings = plainToInstance(definition.settings, structuredClone(row.settings));
  return definition.secrets
    .filter((secret) => row.secrets[secret.path] !== undefined)
    .map((secret) => {
      const bound = { path: secret.path, host: hostOf(secret, settings) };
      return { ...bound, value: openSecret(ring, row.id, row, bound) };
    });
}

/** Takes the secrets out of plain settings: what is left may be stored and shown. */
export function splitSecrets<S extends object>(
  definition: ConnectionDefinition<S>,
  plain: PlainObject,
  settings: S,
): { settings: PlainObject; secrets: OpenSecret[] } {
  const rest = JSON.parse(JSON.stringify(plain)) as PlainObject;
  const secrets: OpenSecret[] = [];
  for (const secret of definition.secrets) {
    const value = getSetting(rest, secret.path);
    setSetting(rest, secret.path, undefined);
    if (typeof value === 'string') secrets.push({ path: secret.path, host: hostOf(secret, settings), value });
  }
  return { settings: rest, secrets };
}
