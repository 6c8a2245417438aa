import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyRing } from './key-ring.js';
import { openSecret, rewrap, sealSecrets, type OpenSecret } from './sealed-secrets.js';

const aKey = (id: string) => ({ id, key: randomBytes(32) });
const aSecret = (changes: Partial<OpenSecret> = {}): OpenSecret => ({
  path: 'apiKey',
  host: 'acme.chargebee.com',
  value: 'live_canary',
  ...changes,
});

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('sealed secrets', () => {
  const old = aKey('old');
  const fresh = aKey('new');
  const ring = new KeyRing([fresh, old]);

  it('given any secrets, when sealed and opened for the same connection and host, then they are the same', () => {
    const secret = fc.record({
      path: fc.string({ minLength: 1 }),
      host: fc.string(),
      value: fc.string({ unit: 'binary' }),
    });
    const secrets = fc.uniqueArray(secret, { selector: ({ path }) => path, maxLength: 4 });
    fc.assert(
      fc.property(fc.string(), secrets, (id, given) => {
        const stored = sealSecrets(ring, id, given);
        for (const { path, host, value } of given) expect(openSecret(ring, id, stored, { path, host })).toBe(value);
      }),
    );
  });

  it('given a stored secret, when any byte of it or of its key is altered, then it does not open', () => {
    const stored = sealSecrets(ring, 'acme', [aSecret()]);
    const flip = (text: string, at: number): string => {
      const bytes = Buffer.from(text, 'base64');
      const index = at % bytes.length;
      bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
      return bytes.toString('base64');
    };
    fc.assert(
      fc.property(fc.nat(200), (at) => {
        const entry = stored.secrets['apiKey'];
        const secrets = { apiKey: { host: 'acme.chargebee.com', sealed: flip(entry?.sealed ?? '', at) } };
        expect(codeOf(() => openSecret(ring, 'acme', { ...stored, secrets }, aSecret()))).toBe('SECRET_UNREADABLE');
        const dataKey = flip(stored.dataKey, at);
        expect(codeOf(() => openSecret(ring, 'acme', { ...stored, dataKey }, aSecret()))).toBe('SECRET_UNREADABLE');
      }),
    );
  });

  it('given the settings name another host now, when opened, then that is an error and not an empty secret', () => {
    const stored = sealSecrets(ring, 'acme', [aSecret()]);

    expect(codeOf(() => openSecret(ring, 'acme', stored, aSecret({ host: 'acme.eu.chargebee.com' })))).toBe(
      'SECRET_HOST_CHANGED',
    );
  });

  it('given the stored host was rewritten to match, when opened, then the binding still refuses it', () => {
    const stored = sealSecrets(ring, 'acme', [aSecret()]);
    const sealed = stored.secrets['apiKey']?.sealed ?? '';
    const moved = { ...stored, secrets: { apiKey: { host: 'evil.example', sealed } } };

    expect(codeOf(() => openSecret(ring, 'acme', moved, aSecret({ host: 'evil.example' })))).toBe('SECRET_UNREADABLE');
  });

  it('given a secret moved to another connection or setting, when opened, then it does not open', () => {
    const stored = sealSecrets(ring, 'acme', [aSecret()]);
    const sealed = stored.secrets['apiKey']?.sealed ?? '';
    const renamed = { ...stored, secrets: { password: { host: aSecret().host, sealed } } };

    expect(codeOf(() => openSecret(ring, 'other', stored, aSecret()))).toBe('SECRET_UNREADABLE');
    expect(codeOf(() => openSecret(ring, 'acme', renamed, aSecret({ path: 'password' })))).toBe('SECRET_UNREADABLE');
    expect(codeOf(() => openSecret(ring, 'acme', stored, aSecret({ path: 'absent' })))).toBe('SECRET_UNREADABLE');
  });

  it('given a key that is no longer in the ring, when opened, then its id is named', () => {
    const stored = sealSecrets(new KeyRing([old]), 'acme', [aSecret()]);

    expect(openSecret(ring, 'acme', stored, aSecret())).toBe('live_canary');
    expect(() => openSecret(new KeyRing([fresh]), 'acme', stored, aSecret())).toThrow(
      expect.objectContaining({ code: 'CREDENTIAL_KEY_UNKNOWN', details: { keyId: 'old', connections: ['acme'] } }),
    );
  });

  it('given a data key wrapped by an old key, when rewrapped, then the old key is no longer needed', () => {
    const stored = sealSecrets(new KeyRing([old]), 'acme', [aSecret()]);

    const renewed = rewrap(ring, 'acme', stored);

    expect(renewed.keyId).toBe('new');
    expect(openSecret(new KeyRing([fresh]), 'acme', renewed, aSecret())).toBe('live_canary');
  });

  it('given sealed secrets, when looked at, then nothing of the secret is in them and no two are alike', () => {
    const once = sealSecrets(ring, 'acme', [aSecret()]);
    const again = sealSecrets(ring, 'acme', [aSecret()]);

    expect(JSON.stringify(once)).not.toContain('canary');
    expect(once.secrets['apiKey']?.sealed).not.toBe(again.secrets['apiKey']?.sealed);
  });
});
