import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '../fixtures/until.js';
import { FaultProxy } from './fault-proxy.js';

const ANSWER = 'x'.repeat(1_000);

describe('a fault proxy before an HTTP server', () => {
  let server: Server;
  let proxy: FaultProxy;
  let agent: Agent;
  /** Bodies of the requests the server has read whole. */
  let received: string[];
  let sockets: Set<Socket>;

  beforeEach(async () => {
    received = [];
    sockets = new Set();
    server = createServer((incoming, outgoing) => {
      void text(incoming).then(
        (body) => {
          received.push(body);
          outgoing.end(ANSWER);
        },
        () => undefined,
      );
    });
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await FaultProxy.start({ port: (server.address() as AddressInfo).port, seed: 7 });
    agent = new Agent({ keepAlive: true, maxSockets: 1 });
  });
  afterEach(async () => {
    agent.destroy();
    await proxy.close();
    server.closeAllConnections();
    server.close();
  });

  async function post(body: string): Promise<string> {
    const outgoing = request({ port: proxy.port, host: '127.0.0.1', method: 'POST', agent });
    outgoing.end(body);
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    return text(incoming);
  }
  const codeOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'answered',
      (error: { code?: string }) => error.code,
    );

  it('given no fault, when requests follow each other, then one kept connection carries them all', async () => {
    for (const body of ['1', '2', '3']) expect(await post(body)).toBe(ANSWER);
    expect(received).toEqual(['1', '2', '3']);
    expect(proxy.counted).toMatchObject({ connections: 1, exchanges: 3 });
  });

  it('given reset-after-apply on every second exchange, then the server has it all and the client has RST', async () => {
    await proxy.set({ kind: 'reset-after-apply', every: 2 });
    const outcomes: unknown[] = [];
    for (const body of ['1', '2', '3', '4']) outcomes.push(await codeOf(post(body)));
    expect(outcomes).toEqual(['answered', 'ECONNRESET', 'answered', 'ECONNRESET']);
    expect(received).toEqual(['1', '2', '3', '4']);
    expect(proxy.counted).toMatchObject({ connections: 2, exchanges: 4, 'reset-after-apply': 2 });
  });

  it('given a reset in the middle of a request, then the client has RST and the server never gets it whole', async () => {
    await post('before');
    await proxy.set({ kind: 'reset', afterBytes: 200 });
    expect(await codeOf(post('y'.repeat(5_000)))).toBe('ECONNRESET');
    await proxy.clear();
    await post('after');
    expect(received).toEqual(['before', 'after']);
  });

  it('given a reset at connect, then the client has RST and the server no connection', async () => {
    await proxy.set({ kind: 'reset-at-connect' });
    expect(await codeOf(post('2'))).toBe('ECONNRESET');
    expect({ received, sockets: sockets.size }).toEqual({ received: [], sockets: 0 });
    expect(proxy.counted['reset-at-connect']).toBe(1);
  });

  it('given a truncated answer, then the client gets so many bytes and the end', async () => {
    await proxy.set({ kind: 'truncate', bytes: 300 });
    expect(await codeOf(post('1'))).toBe('ECONNRESET');
    expect(received).toEqual(['1']);
    expect(proxy.counted.truncate).toBe(1);
  });

  it('given a hang that ends, when it began with a connection open, then what was held back goes on', async () => {
    await post('1');
    await proxy.set({ kind: 'hang', direction: 'request' });
    let answered = false;
    const held = post('2').then(() => (answered = true));
    await until(() => proxy.counted.hang === 1, { what: 'the hang' });
    expect({ answered, received }).toEqual({ answered: false, received: ['1'] });
    await proxy.clear();
    await held;
    expect(received).toEqual(['1', '2']);
  });

  it('given a hang of answers while one is awaited, then the server has the request and the client waits', async () => {
    await proxy.set({ kind: 'latency', ms: 100, direction: 'answer' });
    const waiting = codeOf(post('1'));
    await until(() => received.length === 1, { what: 'the request at the server' });
    await proxy.set({ kind: 'hang', direction: 'answer' });
    await until(() => proxy.counted.hang === 1, { what: 'the hang' });
    await proxy.close();
    expect(await waiting).toBe('ECONNRESET');
  });

  it('given latency with jitter, then each direction takes at least its time', async () => {
    await proxy.set({ kind: 'latency', ms: 40, jitterMs: 20 });
    const started = performance.now();
    await post('1');
    expect(performance.now() - started).toBeGreaterThanOrEqual(80);
  });

  it('given refusal, then connecting is refused, open connections go on, and later it is as before', async () => {
    await post('1');
    await proxy.set({ kind: 'refuse' });
    expect(await post('2')).toBe(ANSWER);
    agent.destroy();
    expect(await codeOf(post('3'))).toBe('ECONNREFUSED');
    await proxy.clear();
    expect(await post('4')).toBe(ANSWER);
    expect(proxy.counted.refuse).toBe(1);
  });

  it('given a probability, then the seed decides whom it meets', async () => {
    const run = async () => {
      await proxy.set({ kind: 'reset-after-apply', probability: 0.5 });
      const outcomes: unknown[] = [];
      for (let number = 0; number < 12; number += 1) outcomes.push(await codeOf(post('1')));
      return outcomes;
    };
    const first = await run();
    const { port } = server.address() as AddressInfo;
    await proxy.close();
    proxy = await FaultProxy.start({ port, seed: 7 });
    expect(await run()).toEqual(first);
    expect(new Set(first)).toEqual(new Set(['answered', 'ECONNRESET']));
  });

  it('given open and hanging connections, when closed, then no socket is left on either side', async () => {
    await post('1');
    await proxy.set({ kind: 'hang' });
    const hanging = codeOf(post('2'));
    await until(() => proxy.counted.hang === 1, { what: 'the hang' });
    await proxy.close();
    await hanging;
    expect(proxy.open).toBe(0);
    await until(() => sockets.size === 0, { what: 'the end of the server’s sockets' });
  });
});
