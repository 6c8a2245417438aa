import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What the ciphertext belongs to; it opens only with the very same parts. */
export type Binding = readonly string[];

/** JSON keeps the parts apart: `["a","bc"]` and `["ab","c"]` differ. */
const additionalData = (binding: Binding): Buffer => Buffer.from(JSON.stringify(binding));

/** AES-256-GCM under a fresh nonce; base64 of nonce, tag and ciphertext. */
export function encrypt(key: Buffer, plain: Buffer, binding: Binding): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalData(binding));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
}

/** The plain bytes; undefined when key, binding or ciphertext is not the original one. */
export function decrypt(key: Buffer, sealed: string, binding: Binding): Buffer | undefined {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(additionalData(binding));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const body = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([body, decipher.final()]);
  } catch {
    return undefined;
  }
}
