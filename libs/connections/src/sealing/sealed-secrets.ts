import { randomBytes } from 'node:crypto';
import { ConnectionsError } from '../connections.errors.js';
import { decrypt, encrypt } from './aead.js';
import type { KeyRing } from './key-ring.js';

/** A secret in the clear and the host it may be sent to (`''`: sent nowhere). */
export interface OpenSecret {
  readonly path: string;
  readonly host: string;
  readonly value: string;
}

export interface SealedSecret {
  readonly host: string;
  readonly sealed: string;
}

/** The secrets of one connection as they rest in Postgres. */
export interface SealedSecrets {
  readonly keyId: string;
  /** The connection's own data key, wrapped by the key `keyId`. */
  readonly dataKey: string;
  /** By path. */
  readonly secrets: Readonly<Record<string, SealedSecret>>;
}

const DATA_KEY_BYTES = 32;

const keyBinding = (connectionId: string, keyId: string): string[] => ['data-key', connectionId, keyId];
const secretBinding = (connectionId: string, path: string, host: string): string[] => [
  'secret',
  connectionId,
  path,
  host,
];

/** Seals under a new data key, bound to the connection, each secret also to its path and host. */
export function sealSecrets(ring: KeyRing, connectionId: string, secrets: readonly OpenSecret[]): SealedSecrets {
  const dataKey = randomBytes(DATA_KEY_BYTES);
  const { id, key } = ring.sealing;
  const entries = secrets.map(({ path, host, value }) => {
    const sealed = encrypt(dataKey, Buffer.from(value), secretBinding(connectionId, path, host));
    return [path, { host, sealed }] as const;
  });
  return {
    keyId: id,
    dataKey: encrypt(key, dataKey, keyBinding(connectionId, id)),
    secrets: Object.fromEntries(entries),
  };
}

/**
 * Opens one secret for the host it is about to be used with.
 * @throws ConnectionsError CREDENTIAL_KEY_UNKNOWN, SECRET_HOST_CHANGED or SECRET_UNREADABLE; never an empty secret.
 */
export function openSecret(
  ring: KeyRing,
  connectionId: string,
  stored: SealedSecrets,
  secret: { path: string; host: string },
): string {
  const { path, host } = secret;
  const entry = stored.secrets[path];
  if (entry === undefined) throw unreadable(connectionId, path);
  if (entry.host !== host) {
    const message = `Secret ${path} of connection ${connectionId} was given for another host and is needed again`;
    throw new ConnectionsError('SECRET_HOST_CHANGED', message, { connection: connectionId, secret: path });
  }
  const dataKey = openDataKey(ring, connectionId, stored);
  const plain = dataKey && decrypt(dataKey, entry.sealed, secretBinding(connectionId, path, host));
  if (plain === undefined) throw unreadable(connectionId, path);
  return plain.toString();
}

/**
 * The same secrets with the data key wrapped by the ring's first key; lets an old key be retired.
 * @throws ConnectionsError CREDENTIAL_KEY_UNKNOWN, SECRET_UNREADABLE
 */
export function rewrap(ring: KeyRing, connectionId: string, stored: SealedSecrets): SealedSecrets {
  const dataKey = openDataKey(ring, connectionId, stored);
  if (dataKey === undefined) throw unreadable(connectionId, 'data key');
  const { id, key } = ring.sealing;
  return { ...stored, keyId: id, dataKey: encrypt(key, dataKey, keyBinding(connectionId, id)) };
}

function openDataKey(ring: KeyRing, connectionId: string, stored: SealedSecrets): Buffer | undefined {
  return decrypt(ring.get(stored.keyId, [connectionId]).key, stored.dataKey, keyBinding(connectionId, stored.keyId));
}

function unreadable(connectionId: string, path: string): ConnectionsError {
  const message = `Secret ${path} of connection ${connectionId} cannot be opened: it or its key was altered`;
  return new ConnectionsError('SECRET_UNREADABLE', message, { connection: connectionId, secret: path });
}
