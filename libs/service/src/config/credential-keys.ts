import type { CredentialKey } from './service-config.js';

export const CREDENTIAL_KEYS_EXPECTED =
  '"id:base64key[,id:base64key…]" with unique ids of [A-Za-z0-9_-]{1,40} and keys of exactly 32 bytes (openssl rand -base64 32)';

const ENTRY = /^([A-Za-z0-9_-]{1,40}):([A-Za-z0-9+/]{43}=?)$/;
const KEY_BYTES = 32;

/** Reads the key ring; undefined when it is not what {@link CREDENTIAL_KEYS_EXPECTED} says. */
export function parseCredentialKeys(text: string): CredentialKey[] | undefined {
  const keys: CredentialKey[] = [];
  for (const entry of text.split(',')) {
    const match = ENTRY.exec(entry.trim());
    const id = match?.[1];
    const key = Buffer.from(match?.[2] ?? '', 'base64');
    if (id === undefined || key.length !== KEY_BYTES || keys.some((known) => known.id === id)) return undefined;
    keys.push({ id, key });
  }
  return keys;
}
