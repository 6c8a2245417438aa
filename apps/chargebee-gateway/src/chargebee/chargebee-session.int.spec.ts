import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { HeldConnection } from '@ledgerbridge/connections';
import { plainToInstance } from 'class-transformer';
import { ChargebeeSession } from './chargebee-session.js';
import { ChargebeeSettings } from './connection-settings.js';
import type { Clock } from './pace/clock.js';

/** Waits cost no time: it is skipped. */
class SkippingClock implements Clock {
  skippedMs = 0;

  now(): number {
    return performance.now() + this.skippedMs;
  }

  sleep(ms: number): Promise<void> {
    this.skippedMs += ms;
    return Promise.resolve();
  }
}

describe('session of a site', () => {
  let server: Server | undefined;
  let session: ChargebeeSession | undefined;

  afterEach(async () => {
    server?.closeAllConnections();
    server?.close();
    await session?.close();
  });

  async function against(listener: RequestListener, changes: object = {}, clock?: Clock) {
    server = createServer(listener);
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const settings = plainToInstance(ChargebeeSettings, {
      site: 'acme',
      region: 'us',
      baseUrl: `http://127.0.0.1:${port}/api/v2`,
      apiKey: 'canary-key',
      timeZone: 'UTC',
      requestsPerMinute: 60_000,
      timeouts: { requestSeconds: 1, settleSeconds: 0 },
      ...changes,
    });
    session = new ChargebeeSession(settings, { clock });
    return { session, held: holding(settings) };
  }

  function holding(settings: ChargebeeSettings, remainingMs = 60_000, signal = new AbortController().signal) {
    const lease = { name: 'connection:x', epoch: '1', signal, remainingMs: () => remainingMs };
    return {
      connection: { id: 'x', settings, version: 1, source: 'file' },
      lease,
      signal,
    } as HeldConnection<ChargebeeSettings>;
  }

  const request = { path: '/customers', params: { id: 'A B' }, suppressEmails: true };

  it('given the same request twice, then headers and bytes are the same, the key is the user, and nothing traces', async () => {
    const seen: { headers: IncomingHttpHeaders; body: string }[] = [];
    const { session: site, held } = await against((incoming, outgoing) => {
      let body = '';
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
      incoming.on('end', () => {
        seen.push({ headers: incoming.headers, body });
        outgoing.setHeader('content-type', 'application/json').end('{"customer":{}}');
      });
    });
    await site.post(request, 'key-1', held);
    await site.post(request, 'key-1', held);
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]?.body).toBe('id=A+B');
    expect(Object.keys(seen[0]?.headers ?? {}).sort()).toEqual([
      'accept',
      'authorization',
      'chargebee-event-email',
      'chargebee-idempotency-key',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
    ]);
    expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('canary-key:').toString('base64')}`);
  });

  const LIMITED = '{"message":"slow down","api_error_code":"api_request_limit_exceeded"}';
  const BUSY = '{"message":"busy","api_error_code":"internal_error"}';
  type Fate = (outgoing: ServerResponse) => void;
  const answering =
    (status: number, text: string, headers: Record<string, string> = {}): Fate =>
    (outgoing) =>
      outgoing.writeHead(status, headers).end(text);
  const slowThenReset: Fate = (outgoing) => setTimeout(() => outgoing.socket?.resetAndDestroy(), 50);

  it.each<[string, Fate]>([
    ['429 with Retry-After', answering(429, LIMITED, { 'retry-after': '3' })],
    ['429 without', answering(429, LIMITED)],
    ['429 of a proxy', answering(429, '<html></html>')],
    ['500', answering(500, BUSY)],
    ['503', answering(503, '{"message":"x","api_error_code":"site_not_ready"}')],
    ['a page with 502', answering(502, '<html></html>')],
    ['a page with 200', answering(200, '<html></html>')],
    ['a slow answer, then a reset', slowThenReset],
  ])('given %s, then the retry has the same headers and bytes', async (_what, fate) => {
    const seen: { headers: IncomingHttpHeaders; body: string }[] = [];
    const { session: site, held } = await against(
      (incoming, outgoing) => {
        let body = '';
        incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
        incoming.on('end', () => {
          seen.push({ headers: incoming.headers, body });
          if (seen.length === 1) fate(outgoing);
          else outgoing.end('{"customer":{}}');
        });
      },
      {},
      new SkippingClock(),
    );
    await expect(site.post(request, 'key-1', held)).rejects.toMatchObject({ failure: { method: 'POST' } });
    await site.post(request, 'key-1', held);
    expect(seen).toHaveLength(2);
    expect(seen[1]).toEqual(seen[0]);
  });

  it.each<[string, Record<string, string>, number]>([
    ['seconds', { 'retry-after': '30' }, 30_000],
    ['a time that is over', { 'retry-after': new Date(0).toUTCString() }, 0],
    ['an hour at most', { 'retry-after': '99999999999' }, 3_600_000],
    ['what nobody understands', { 'retry-after': 'soon' }, 10_000],
    ['nothing', {}, 10_000],
  ])('given 429 that says %s, then every call waits that long', async (_what, headers, waited) => {
    const clock = new SkippingClock();
    let isFirst = true;
    const { session: site, held } = await against(
      (_incoming, outgoing) => {
        if (isFirst) outgoing.writeHead(429, headers).end(LIMITED);
        else outgoing.end('{}');
        isFirst = false;
      },
      {},
      clock,
    );
    await expect(site.post(request, 'k', held)).rejects.toMatchObject({ code: 'CHARGEBEE_REFUSED' });
    const before = clock.skippedMs;
    await site.get('/customers/1', held, 'intake');
    expect(clock.skippedMs - before).toBeGreaterThan(waited - 1_000);
    expect(clock.skippedMs - before).toBeLessThanOrEqual(waited + 1_000);
  });

  it('given lock_timeout, then other calls do not wait for it', async () => {
    const clock = new SkippingClock();
    const { session: site, held } = await against(answerLocked, {}, clock);
    await expect(site.post(request, 'k', held)).rejects.toMatchObject({ code: 'CHARGEBEE_REFUSED' });
    await expect(site.post(request, 'k', held)).rejects.toMatchObject({ code: 'CHARGEBEE_REFUSED' });
    expect(clock.skippedMs).toBeLessThan(1_000);
  });
  const answerLocked: RequestListener = (_incoming, outgoing) =>
    outgoing.writeHead(429).end('{"message":"x","api_error_code":"lock_timeout"}');

  it('given an end while calls wait out a long pause, then they are told at once that nothing was sent', async () => {
    let calls = 0;
    const { session: site, held } = await against((_incoming, outgoing) => {
      calls += 1;
      outgoing.writeHead(429, { 'retry-after': '3600' }).end(LIMITED);
    });
    await expect(site.post(request, 'k', held)).rejects.toMatchObject({ code: 'CHARGEBEE_REFUSED' });
    const ending = new AbortController();
    const waiting = [1, 2, 3].map((key) => site.post(request, String(key), { ...held, ending: ending.signal }));
    ending.abort(new Error('shutting down'));
    const ended = await Promise.allSettled(waiting);
    expect(ended).toEqual(ended.map(() => ({ status: 'rejected', reason: expect.anything() })));
    expect(ended).toMatchObject(ended.map(() => ({ reason: { code: 'LEASE_LOST' } })));
    expect(calls).toBe(1);
  });

  it('given a call under way when the end comes, then it may still be answered', async () => {
    const ending = new AbortController();
    const { session: site, held } = await against((_incoming, outgoing) => {
      ending.abort(new Error('shutting down'));
      setTimeout(() => outgoing.end('{}'), 50);
    });
    expect(await site.post(request, 'k', { ...held, ending: ending.signal })).toEqual({});
  });

  it('given a redirect, then it is not followed and the key goes nowhere else', async () => {
    let calls = 0;
    const { session: site, held } = await against((_incoming, outgoing) => {
      calls += 1;
      outgoing.writeHead(302, { location: '/elsewhere' }).end();
    });
    await expect(site.get('/customers/1', held)).rejects.toMatchObject({ code: 'CHARGEBEE_UNEXPECTED_ANSWER' });
    expect(calls).toBe(1);
  });

  it('given no answer in time, then it is lost; given nobody there, then it never went out', async () => {
    const { session: site, held } = await against(() => undefined);
    await expect(site.post(request, 'k', held)).rejects.toMatchObject({ code: 'CHARGEBEE_ANSWER_LOST' });
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
    await expect(site.post(request, 'k', held)).rejects.toMatchObject({ code: 'CHARGEBEE_UNREACHABLE' });
  });

  it('given an answer without end, then reading stops', async () => {
    const { session: site, held } = await against(
      (_incoming, outgoing) => {
        outgoing.writeHead(200);
        const chunk = Buffer.alloc(1024 * 1024, 'x');
        const write = (): void => {
          if (outgoing.destroyed) return;
          if (outgoing.write(chunk)) setImmediate(write);
          else outgoing.once('drain', write);
        };
        write();
      },
      { timeouts: { requestSeconds: 30, settleSeconds: 0 } },
    );
    await expect(site.post(request, 'k', held)).rejects.toMatchObject({ code: 'CHARGEBEE_ANSWER_LOST' });
  });

  it('given a lease that is lost or nearly over, then nothing is sent', async () => {
    let calls = 0;
    const { session: site, held } = await against((_incoming, outgoing) => {
      calls += 1;
      outgoing.end('{}');
    });
    const { settings } = held.connection;
    const lost = holding(settings, 60_000, AbortSignal.abort());
    await expect(site.post(request, 'k', lost)).rejects.toMatchObject({ code: 'LEASE_LOST' });
    await expect(site.post(request, 'k', holding(settings, 500))).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(calls).toBe(0);
  });

  it('given an error, then it tells neither key nor body', async () => {
    const { session: site, held } = await against((_incoming, outgoing) => {
      outgoing.writeHead(400, { 'content-type': 'application/json' });
      outgoing.end('{"message":"email jo@example.com : wrong","api_error_code":"param_wrong_value","param":"email"}');
    });
    const error: unknown = await site.post(request, 'k', held).catch((caught: unknown) => caught);
    expect(JSON.stringify(error) + String(error)).not.toMatch(/canary-key|A B|jo@example\.com/);
    expect(error).toMatchObject({ code: 'CHARGEBEE_REFUSED', details: { param: 'email', httpStatus: 400 } });
  });
});
