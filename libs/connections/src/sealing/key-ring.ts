import type { CredentialKey } from '@ledgerbridge/service';
import { ConnectionsError } from '../connections.errors.js';

/** The keys of CREDENTIALS_KEYS: the first seals, all of them open. */
export class KeyRing {
  constructor(private readonly keys: readonly CredentialKey[]) {}

  get sealing(): CredentialKey {
    const [first] = this.keys;
    if (first === undefined) throw new ConnectionsError('CREDENTIAL_KEY_UNKNOWN', 'CREDENTIALS_KEYS holds no key');
    return first;
  }

  holds(id: string): boolean {
    return this.keys.some((known) => known.id === id);
  }

  /**
   * @param connections whose secrets need it
   * @throws ConnectionsError CREDENTIAL_KEY_UNKNOWN naming the id and the connections
   */
  get(id: string, connections: readonly string[]): CredentialKey {
    const key = this.keys.find((known) => known.id === id);
    if (key !== undefined) return key;
    const whose = connections.join(', ');
    const message = `The secrets of ${whose} are sealed with key "${id}", which CREDENTIALS_KEYS does not hold`;
    throw new ConnectionsError('CREDENTIAL_KEY_UNKNOWN', message, { keyId: id, connections: [...connections] });
  }
}
