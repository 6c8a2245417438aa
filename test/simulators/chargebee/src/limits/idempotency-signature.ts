import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Switches } from '../site/switches.js';

/** Headers that differ between two sends of one request by nature, or that the original evidently does not compare. */
const VOLATILE = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'authorization',
  'cache-control',
  'chargebee-idempotency-key',
  'connection',
  'content-length',
  'date',
  'host',
  'keep-alive',
  'pragma',
  'sec-fetch-mode',
  'transfer-encoding',
  'user-agent',
  'x-cb-retry-attempt',
  'x-chargebee-sdk-telemetry',
]);

/** Digest of what a retry under the same key must repeat. */
export function requestSignature(
  request: { path: string; body: string; headers: IncomingHttpHeaders },
  compare: Switches['idempotencyHeaders'],
): string {
  const headers = Object.entries(request.headers)
    .filter(([name]) => compare !== 'none' && !VOLATILE.has(name))
    .filter(([name]) => compare === 'all' || name.startsWith('chargebee-'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([request.path, request.body.split('&').sort(), headers]))
    .digest('hex');
}
