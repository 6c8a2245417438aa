import type { HeldConnection } from '@ledgerbridge/connections';
import { ChargebeeClient } from './chargebee.client.js';
import { ChargebeeError, type CallFailure } from './chargebee.errors.js';
import type { ChargebeeRequest } from './chargebee-request.js';
import type { ChargebeeSettings } from './connection-settings.js';
import type { Clock } from './pace/clock.js';
import { concurrencyOf } from './pace/concurrency.js';
import { RequestLimiter, type CallLane } from './pace/request-limiter.js';

const SECOND = 1000;
/** A call with less time than this would only be cut off. */
const SHORTEST_CALL_MS = SECOND;

/** Everything one holder of a site shares: sockets, pace, and what it created itself. */
export class ChargebeeSession {
  /** Keys of creates that were answered here: the object is exactly as sent. */
  readonly created = new Set<string>();
  private readonly client: ChargebeeClient;
  private readonly limiter: RequestLimiter;
  private readonly requestMs: number;

  /** @param predecessor of the same connection in this process */
  constructor(
    settings: ChargebeeSettings,
    { predecessor, clock }: { predecessor?: ChargebeeSession; clock?: Clock } = {},
  ) {
    const concurrency = concurrencyOf(settings);
    const { requestsPerMinute, shares } = settings;
    this.client = new ChargebeeClient(settings, concurrency.read + concurrency.write);
    this.requestMs = settings.timeouts.requestSeconds * SECOND;
    this.limiter = new RequestLimiter({ requestsPerMinute, concurrency, shares }, clock, predecessor?.limiter);
  }

  /** @throws ChargebeeError */
  async get(
    path: string,
    held: HeldConnection<ChargebeeSettings>,
    lane: CallLane = 'delivery',
  ): Promise<Record<string, unknown>> {
    return this.inTurn(held, lane, { method: 'GET', path }, (signal) => this.client.get(path, signal));
  }

  /** @throws ChargebeeError */
  async post(
    request: ChargebeeRequest,
    idempotencyKey: string,
    held: HeldConnection<ChargebeeSettings>,
    lane: CallLane = 'delivery',
  ): Promise<Record<string, unknown>> {
    const call = { method: 'POST', path: request.path } as const;
    return this.inTurn(held, lane, call, (signal) => this.client.post(request, idempotencyKey, signal));
  }

  /** What waits for its turn is given up, what is under way is waited for. */
  async close(): Promise<void> {
    this.limiter.close();
    await this.client.close();
  }

  /** A call ends with its time or with the lease, which goes on being renewed while it lasts. */
  private async inTurn<T>(
    held: HeldConnection<ChargebeeSettings>,
    lane: CallLane,
    call: CallFailure,
    send: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const kind = call.method === 'GET' ? 'read' : 'write';
    const ending = AbortSignal.any([held.signal, held.ending ?? held.signal]);
    const leave = await this.limiter.take({ lane, kind }, ending).catch((cause: unknown) => {
      throw new ChargebeeError('LEASE_LOST', 'the connection was given back before the turn came', call, cause);
    });
    try {
      if (held.lease.remainingMs() < SHORTEST_CALL_MS) {
        throw new ChargebeeError('LEASE_LOST', 'the lease ends too soon for another call', call);
      }
      return await send(AbortSignal.any([AbortSignal.timeout(this.requestMs), held.signal]));
    } catch (error) {
      this.obeyPause((error as { failure?: CallFailure }).failure);
      throw error;
    } finally {
      leave();
    }
  }

  /** Only the site's own limit stops all calls; a lock or a third party's limit is one record's affair. */
  private obeyPause(failure: CallFailure | undefined): void {
    const isSiteLimit = failure?.apiErrorCode === 'api_request_limit_exceeded';
    const isProxyLimit = failure?.httpStatus === 429 && failure.apiErrorCode === undefined;
    if (isSiteLimit || isProxyLimit) this.limiter.pause(failure.retryAfterMs);
  }
}
