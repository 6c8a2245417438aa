import { ChargebeeError, type CallFailure } from './chargebee.errors.js';

const BEFORE_SENDING = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ADDRESS_REFUSED',
]);
const CONNECTING_SYSCALLS = new Set(['connect', 'getaddrinfo']);
const TLS_REFUSED = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** What a failure below HTTP says about our bytes. Decided by code: errors of other realms are no `instanceof` anything. */
export function transportFailure(error: unknown, call: CallFailure): ChargebeeError {
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  const name = typeof code === 'string' ? code : ((error as { name?: string }).name ?? 'unknown');
  if (name === 'UND_ERR_CLOSED') {
    return new ChargebeeError('LEASE_LOST', 'the client is closed; nothing was sent', call, error);
  }
  if (BEFORE_SENDING.has(name) || CONNECTING_SYSCALLS.has(String(syscall)) || TLS_REFUSED.test(name)) {
    return new ChargebeeError('CHARGEBEE_UNREACHABLE', `no connection to Chargebee (${name})`, call, error);
  }
  if (name === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return new ChargebeeError('CHARGEBEE_ANSWER_LOST', 'the answer of Chargebee is too long', call, error);
  }
  return new ChargebeeError('CHARGEBEE_ANSWER_LOST', `no answer of Chargebee (${name})`, call, error);
}
