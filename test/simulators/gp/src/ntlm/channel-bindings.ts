import { createHash, X509Certificate } from 'node:crypto';

const ADDRESSES = Buffer.alloc(16);
const PREFIX = Buffer.from('tls-server-end-point:', 'latin1');

/**
 * What a client must send of the TLS channel where extended protection is on: MD5 of the bindings of RFC 5929 4.1.
 * @param certificate PEM of the server
 */
export function channelBindings(certificate: string): Buffer {
  const parsed = new X509Certificate(certificate);
  const strong = /sha(384|512)/i.exec(parsed.signatureAlgorithm ?? '')?.[0].toLowerCase();
  const data = Buffer.concat([
    PREFIX,
    createHash(strong ?? 'sha256')
      .update(parsed.raw)
      .digest(),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(data.length);
  return createHash('md5').update(ADDRESSES).update(length).update(data).digest();
}
