import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';

/** js-md4 has no types; two workspaces cannot both declare them for the whole repository. */
interface Md4 {
  create(): Hasher;
}

interface Hasher {
  update(message: Uint8Array): Hasher;
  array(): number[];
}

const require = createRequire(import.meta.url);
const md4 = require('js-md4') as Md4;

/** MD4; OpenSSL 3 has none, and only the hasher object of js-md4 does without OpenSSL. */
export function md4Digest(bytes: Uint8Array): Buffer {
  return Buffer.from(md4.create().update(bytes).array());
}

export function hmacMd5(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
  const hmac = createHmac('md5', key);
  parts.forEach((part) => hmac.update(part));
  return hmac.digest();
}

export function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

/** The key of a user and password; the domain counts in the case the client sent it ([MS-NLMP] 3.3.2). */
export function ntowfV2(password: string, user: string, domain: string): Buffer {
  return hmacMd5(md4Digest(utf16(password)), utf16(upperCase(user) + domain));
}

/** Letter for letter, as Windows does it: what has no single capital stays as it is. */
function upperCase(text: string): string {
  return text.replace(/./gsu, (letter) => {
    const capital = letter.toUpperCase();
    return capital.length === letter.length ? capital : letter;
  });
}

/** RC4, which OpenSSL 3 keeps in its legacy provider. */
export function rc4(key: Uint8Array, data: Uint8Array): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const at = (index: number): number => state[index & 255] as number;
  const swap = (i: number, j: number): void => {
    [state[i], state[j]] = [at(j), at(i)];
  };
  let j = 0;
  for (let i = 0; i < 256; i += 1) {
    j = (j + at(i) + (key[i % key.length] as number)) & 255;
    swap(i, j);
  }
  let i = 0;
  j = 0;
  return Buffer.from(
    data.map((byte) => {
      i = (i + 1) & 255;
      j = (j + at(i)) & 255;
      swap(i, j);
      return byte ^ at(at(i) + at(j));
    }),
  );
}
