import type { HeldConnection } from '@ledgerbridge/connections';
import { ChargebeeClient } from './chargebee.client.js';
import { ChargebeeError, type CallFailure } from './chargebee.errors.js';
import type { ChargebeeRequest } from './chargebee-request.js';
import { concurrencyOf } from './concurrency.js';
import type { ChargebeeSettings } from './connection-settings.js';
import { RequestLimiter } from './request-limiter.js';

const SECOND = 1000;
/** A call with less time than this would only be cut off. */
const SHORTEST_CALL_MS = SECOND;

/** Everything one holder of a site shares: sockets, pace, and what it created itself. */
export class ChargebeeSession {
  readonly limiter: RequestLimiter;
  /** Keys of creates that were answered here: the object is exactly as sent. */
  readonly created = new Set<string>();
  private readonly client: ChargebeeClient;
  private readonly requestMs: number;

  constructor(settings: ChargebeeSettings) {
    this.client = new ChargebeeClient(settings, concurrencyOf(settings));
    this.requestMs = settings.timeouts.requestSeconds * SECOND;
    this.limiter = new RequestLimiter(settings.requestsPerMinute);
  }

  /** @throws ChargebeeError */
  async get(path: string, held: HeldConnection<ChargebeeSettings>): Promise<Record<string, unknown>> {
    return this.inTurn(held, { method: 'GET', path }, (signal) => this.client.get(path, signal));
  }

  /** @throws ChargebeeError */
  async post(
    request: ChargebeeRequest,
    idempotencyKey: string,
    held: HeldConnection<ChargebeeSettings>,
  ): Promise<Record<string, unknown>> {
    const call = { method: 'POST', path: request.path } as const;
    return this.inTurn(held, call, (signal) => this.client.post(request, idempotencyKey, signal));
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  /** A call ends with its time or with the lease, which goes on being renewed while it lasts. */
  private async inTurn<T>(
    held: HeldConnection<ChargebeeSettings>,
    call: CallFailure,
    send: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    await this.limiter.take(held.signal).catch((cause: unknown) => {
      throw new ChargebeeError('LEASE_LOST', 'the connection was given back before the turn came', call, cause);
    });
    if (held.lease.remainingMs() < SHORTEST_CALL_MS) {
      throw new ChargebeeError('LEASE_LOST', 'the lease ends too soon for another call', call);
    }
    try {
      return await send(AbortSignal.any([AbortSignal.timeout(this.requestMs), held.signal]));
    } catch (error) {
      this.obeyPause((error as { failure?: CallFailure }).failure);
      throw error;
    }
  }

  /** Only the site's own limit stops all calls; a lock or a third party's limit is one record's affair. */
  private obeyPause(failure: CallFailure | undefined): void {
    const isSiteLimit = failure?.apiErrorCode === 'api_request_limit_exceeded';
    const isProxyLimit = failure?.httpStatus === 429 && failure.apiErrorCode === undefined;
    if (isSiteLimit || isProxyLimit) this.limiter.pause(failure.retryAfterMs);
  }
}
