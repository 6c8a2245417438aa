import { createHash, X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Initiator and acceptor addresses of `gss_channel_bindings_struct`: none. */
const NO_ADDRESSES = Buffer.alloc(16);
const PREFIX = Buffer.from('tls-server-end-point:', 'latin1');

/**
 * MD5 of the channel bindings of a TLS connection, for servers with extended protection; undefined without TLS.
 * RFC 5929 4.1: the hash of the certificate's own signature, but SHA-256 where that is MD5 or SHA-1.
 */
export function channelBindingsOf(socket: Socket): Buffer | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const { raw } = socket.getPeerCertificate() as { raw?: Buffer };
  return raw === undefined ? undefined : channelBindings(raw);
}

/** @param certificate DER */
function channelBindings(certificate: Buffer): Buffer {
  const algorithm = new X509Certificate(certificate).signatureAlgorithm ?? '';
  const hash = /sha(384|512)/i.exec(algorithm)?.[0].toLowerCase() ?? 'sha256';
  const data = Buffer.concat([PREFIX, createHash(hash).update(certificate).digest()]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(data.length);
  return createHash('md5').update(NO_ADDRESSES).update(length).update(data).digest();
}
