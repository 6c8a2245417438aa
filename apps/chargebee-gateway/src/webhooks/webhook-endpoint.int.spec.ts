import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@ledgerbridge/service';
import { FaultProxy } from '@ledgerbridge/testing';
import { DataSource } from 'typeorm';
import { WebhookReceipt } from '../database/webhook-receipt.entity.js';
import { GatewayRig, TARGET } from '../testing/gateway-rig.fixture.spec.js';

const PATH = `/v1/webhooks/chargebee/${TARGET}`;
const basic = (text: string) => `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;
const RIGHT = basic('hook:s3cret');
const webhook = { username: 'hook', password: 's3cret' };

describe('the endpoint for webhooks', () => {
  let rig: GatewayRig;
  let proxy: FaultProxy;

  beforeAll(async () => {
    rig = await GatewayRig.start({
      connection: { webhook },
      databaseUrl: async (text) => {
        const url = new URL(text);
        proxy = await FaultProxy.start({ port: Number(url.port) });
        url.port = String(proxy.port);
        return url.href;
      },
    });
    // nothing of these tests is to be worked on
    rig.simulator.controls.set({ siteDisabled: true });
  });
  afterAll(async () => {
    await rig.close();
    await proxy.close();
  });
  beforeEach(() => rig.app.get(DataSource).query('TRUNCATE webhook_receipts'));

  const event = (id: string) => ({
    id,
    occurred_at: 1_772_359_200,
    event_type: 'customer_changed',
    object: 'event',
    content: { customer: { id: 'C1', resource_version: 1_772_359_200_123, email: 'jo@example.com' } },
  });

  async function post(body: unknown, headers: Record<string, string> = {}, path = PATH) {
    const init = { 'content-type': 'application/json', authorization: RIGHT, ...headers };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${await rig.app.getUrl()}${path}`, { method: 'POST', headers: init, body: text });
    return { status: response.status, headers: response.headers, body: (await response.json()) as object };
  }
  const receipts = () => rig.app.get(DataSource).manager.find(WebhookReceipt);

  it('given the migrations, then they make what the entities describe', async () => {
    expect(await schemaDrift(rig.app.get(DataSource))).toEqual([]);
  });

  it('given an event, then it is kept before the answer: its id and hints, nothing personal', async () => {
    expect(await post(event('ev_1'))).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
    const [receipt] = await receipts();
    expect(receipt).toMatchObject({
      connection: TARGET,
      eventId: 'ev_1',
      source: 'webhook',
      eventType: 'customer_changed',
      occurredAt: new Date('2026-03-01T10:00:00Z'),
      resources: [{ kind: 'customer', id: 'C1', version: 1_772_359_200_123 }],
      state: 'pending',
    });
    expect(JSON.stringify(receipt)).not.toContain('jo@example.com');
  });

  it('given the same event again, also at the same time, then it is kept once and each telling is well', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(event('ev_2'))));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers.filter(({ body }) => (body as { outcome: string }).outcome === 'accepted')).toHaveLength(1);
    expect(await receipts()).toHaveLength(1);
  });

  it.each([
    ['a wrong password', PATH, basic('hook:wrong')],
    ['a bearer token of ours', PATH, 'Bearer test-token'],
    ['no credentials', PATH, ''],
    ['a connection that does not exist', '/v1/webhooks/chargebee/nobody', RIGHT],
    ['a name that is none', '/v1/webhooks/chargebee/%00%2e', RIGHT],
  ])('given %s, then 401, and nothing is kept', async (_what, path, authorization) => {
    const answer = await post(event('ev_3'), { authorization }, path);
    expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
    expect(answer.body).toEqual((await post(event('ev_3'), { authorization: basic('a:b') })).body);
    expect(await receipts()).toEqual([]);
  });

  it.each([
    ['no JSON', '{"id":'],
    ['no event', '[]'],
    ['no id', '{"event_type":"customer_changed"}'],
    ['an id that is a number', '{"id":7}'],
    ['a long id', JSON.stringify({ id: 'e'.repeat(41) })],
    ['an id that is a path', '{"id":"../customers"}'],
    ['an id with a zero byte', '{"id":"ev_\\u0000"}'],
  ])('given %s, then 400 says what is expected, and nothing is kept', async (_what, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await receipts()).toEqual([]);
  });

  it('given an odd body with an id, then the id is kept, and of the hints what makes sense', async () => {
    const content = { customer: 'x', invoice: { id: 'a\u0000b' }, transaction: { id: 't1', resource_version: 'new' } };
    const odd = { id: 'ev_4', event_type: 'A B', occurred_at: -1, content };
    expect((await post(odd)).status).toBe(200);
    expect(await receipts()).toMatchObject([
      { eventId: 'ev_4', eventType: null, occurredAt: null, resources: [{ kind: 'transaction', id: 't1' }] },
    ]);
  });

  it('given half a character in what it names, then it harms neither itself nor those that come with it', async () => {
    const half = { ...event('ev_half'), content: { customer: { id: 'C\ud83d', resource_version: 1 } } };
    const answers = await Promise.all([post(event('ev_a')), post(half), post(event('ev_b'))]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await receipts()).map(({ eventId }) => eventId).sort()).toEqual(['ev_a', 'ev_b', 'ev_half']);
  });

  it('given an address in its absolute form, then who calls is looked at before anything is read', async () => {
    const { port } = new URL(await rig.app.getUrl());
    const path = `http://127.0.0.1:${port}${PATH}`;
    const status = (authorization: string, body: string) =>
      new Promise((resolve, reject) => {
        const headers = { 'content-type': 'application/json', authorization };
        const call = httpRequest({ host: '127.0.0.1', port, path, method: 'POST', headers }, (response) =>
          resolve(response.resume().statusCode),
        );
        call.setTimeout(5_000, () => call.destroy(new Error('no answer')));
        call.on('error', reject).end(body);
      });
    expect(await status(basic('hook:wrong'), '{"id":')).toBe(401);
    expect(await status(RIGHT, JSON.stringify(event('ev_absolute')))).toBe(200);
  });

  it('given another type of content, then 415', async () => {
    expect((await post('id=ev_5', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await post(event('ev_5'), { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  it('given 5 MB by their length, then 413 is answered before they are sent', async () => {
    const { port } = new URL(await rig.app.getUrl());
    const headers = { 'content-type': 'application/json', 'content-length': 5 * 1024 * 1024, authorization: RIGHT };
    const status = await new Promise((resolve, reject) => {
      const call = httpRequest({ host: '127.0.0.1', port, path: PATH, method: 'POST', headers }, (response) => {
        resolve(response.statusCode);
        call.destroy();
      });
      call.on('error', reject).flushHeaders();
    });
    expect(status).toBe(413);
  });

  it('given 5 MB in pieces without a length, then 413 and the connection lives on', async () => {
    const piece = Buffer.alloc(64 * 1024, 'x');
    const pieces = async function* () {
      yield Buffer.from('{"id":"ev_6","x":"');
      for (let sent = 0; sent < 5 * 1024 * 1024; sent += piece.length) yield piece;
      yield Buffer.from('"}');
    };
    const headers = { 'content-type': 'application/json', authorization: RIGHT };
    const init = { method: 'POST', headers, body: ReadableStream.from(pieces()), duplex: 'half' } as RequestInit;
    const response = await fetch(`${await rig.app.getUrl()}${PATH}`, init);
    expect(response.status).toBe(413);
    expect((await post(event('ev_7'))).status).toBe(200);
    expect((await receipts()).map(({ eventId }) => eventId)).toEqual(['ev_7']);
  });

  it('given Postgres away, then 503 so that it is sent again, and afterwards all is well', async () => {
    await proxy.set({ kind: 'refuse' }, { kind: 'reset' });
    expect(await post(event('ev_8'))).toMatchObject({ status: 503, body: { code: 'WEBHOOK_NOT_KEPT' } });
    await proxy.clear();
    expect((await post(event('ev_8'))).status).toBe(200);
    expect(await receipts()).toHaveLength(1);
  });

  it('given all these, then they are counted, and what is pending is told', async () => {
    await post(event('ev_9'));
    const metrics = await (await fetch(`${await rig.app.getUrl()}/metrics`)).text();
    const counted = (connection: string, outcome: string) => {
      const line = `ledgerbridge_webhooks_received_total\\{connection="${connection}",outcome="${outcome}",[^}]*\\}`;
      return Number(new RegExp(`^${line} (\\d+)$`, 'm').exec(metrics)?.[1] ?? 0);
    };
    expect(counted(TARGET, 'duplicate')).toBe(19);
    expect(counted(TARGET, 'too-large')).toBe(2);
    expect(counted(TARGET, 'unavailable')).toBe(1);
    expect(counted(TARGET, 'malformed')).toBeGreaterThan(5);
    expect(counted('unknown', 'unauthorized')).toBe(2);
    expect(metrics).toMatch(new RegExp(`^ledgerbridge_webhooks_pending\\{connection="${TARGET}".*\\} 1$`, 'm'));
    expect(metrics).toMatch(/^ledgerbridge_webhooks_oldest_pending_seconds\{.*\} 0\.\d+$/m);
  });
});

describe('addresses webhooks are taken from', () => {
  let rig: GatewayRig;
  beforeAll(async () => {
    rig = await GatewayRig.start({
      connection: { webhook: { ...webhook, allowedAddresses: ['203.0.113.0/24'] } },
      webhooks: { trustedProxies: ['127.0.0.1', '10.0.0.0/8'] },
    });
  });
  afterAll(() => rig.close());

  async function from(forwardedFor: string, authorization = RIGHT): Promise<number> {
    const headers = { 'content-type': 'application/json', authorization, 'x-forwarded-for': forwardedFor };
    const init = { method: 'POST', headers, body: '{"id":"ev_1"}' };
    return (await fetch(`${await rig.app.getUrl()}${PATH}`, init)).status;
  }

  it('given a trusted proxy, then the last address that is none of ours decides', async () => {
    expect(await from('203.0.113.9')).toBe(200);
    expect(await from('198.51.100.1, 203.0.113.9, 10.1.1.1')).toBe(200);
    expect(await from('203.0.113.9, 198.51.100.1')).toBe(403);
    expect(await from('')).toBe(403);
  });

  it('given wrong credentials from elsewhere, then it is not told that the address is wrong', async () => {
    expect(await from('198.51.100.1', basic('hook:wrong'))).toBe(401);
  });

  it('given no trusted proxy, then the header counts for nothing', async () => {
    const other = await GatewayRig.start({
      connection: { webhook: { ...webhook, allowedAddresses: ['203.0.113.0/24'] } },
    });
    try {
      const headers = { 'content-type': 'application/json', authorization: RIGHT, 'x-forwarded-for': '203.0.113.9' };
      const init = { method: 'POST', headers, body: '{"id":"ev_1"}' };
      expect((await fetch(`${await other.app.getUrl()}${PATH}`, init)).status).toBe(403);
    } finally {
      await other.close();
    }
  });
});
