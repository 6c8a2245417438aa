import { Pool } from 'undici';
import { guardedLookup } from '@ledgerbridge/connections';
import { readAnswer } from './answer.js';
import { baseUrlOf } from './base-url.js';
import type { ChargebeeRequest } from './chargebee-request.js';
import type { ChargebeeSettings } from './connection-settings.js';
import { encodeForm } from './form-encoder.js';
import { transportFailure } from './transport-failure.js';

const SECOND = 1000;
const LONGEST_CONNECT_MS = 10 * SECOND;
const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;
const USER_AGENT = 'ledgerbridge';

/**
 * Calls of one Chargebee site: encodes, authenticates, bounds time and size, and names what went wrong. Adds nothing
 * that changes from try to try (no trace headers, no attempt counter), follows no redirect and repeats nothing.
 * @see https://apidocs.chargebee.com/docs/api
 */
export class ChargebeeClient {
  private readonly pool: Pool;
  private readonly basePath: string;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    settings: Pick<ChargebeeSettings, 'site' | 'region' | 'baseUrl' | 'apiKey' | 'timeouts'>,
    sockets: number,
  ) {
    const { origin, pathname } = new URL(baseUrlOf(settings));
    const requestMs = settings.timeouts.requestSeconds * SECOND;
    this.basePath = pathname;
    this.headers = {
      accept: 'application/json',
      authorization: `Basic ${Buffer.from(`${settings.apiKey}:`, 'utf8').toString('base64')}`,
      'user-agent': USER_AGENT,
    };
    this.pool = new Pool(origin, {
      connections: sockets,
      pipelining: 1,
      connect: { timeout: Math.min(LONGEST_CONNECT_MS, requestMs / 2), lookup: guardedLookup() },
      headersTimeout: requestMs,
      bodyTimeout: requestMs,
      maxResponseSize: LARGEST_ANSWER_BYTES,
    });
  }

  /** `path` is below `/api/v2`, query included. @throws ChargebeeError */
  async get(path: string, signal: AbortSignal): Promise<Record<string, unknown>> {
    return this.call('GET', path, this.headers, undefined, signal);
  }

  /** @throws ChargebeeError */
  async post(request: ChargebeeRequest, idempotencyKey: string, signal: AbortSignal): Promise<Record<string, unknown>> {
    const headers = {
      ...this.headers,
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'chargebee-idempotency-key': idempotencyKey,
      ...(request.suppressEmails ? { 'chargebee-event-email': 'all-disabled' } : {}),
    };
    return this.call('POST', request.path, headers, encodeForm(request.params), signal);
  }

  /** Waits for the calls in flight. */
  async close(): Promise<void> {
    await this.pool.close();
  }

  private async call(
    method: 'GET' | 'POST',
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | undefined,
    signal: AbortSignal,
  ): Promise<Record<string, unknown>> {
    const call = { method, path };
    let answer;
    try {
      const response = await this.pool.request({ method, path: `${this.basePath}${path}`, headers, body, signal });
      const text = await response.body.text();
      answer = { status: response.statusCode, headers: response.headers, text };
    } catch (error) {
      throw transportFailure(error, call);
    }
    return readAnswer(answer, call);
  }
}
