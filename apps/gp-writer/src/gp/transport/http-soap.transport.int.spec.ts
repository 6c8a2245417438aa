import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HttpSoapTransport, type TransportSettings } from './http-soap.transport.js';
import { NtlmServer } from './ntlm-server.fixture.spec.js';

const CALL = { operation: 'CreateReceivablesInvoice', envelope: '<envelope>é</envelope>' };
const NEVER = new AbortController().signal;

describe('transport with NTLM', () => {
  let server: NtlmServer;
  let transport: HttpSoapTransport;

  beforeEach(async () => {
    server = await NtlmServer.start();
    transport = transportTo();
  });
  afterEach(async () => {
    await transport.close();
    await server.close();
  });

  function transportTo(changes: Partial<TransportSettings> = {}): HttpSoapTransport {
    return new HttpSoapTransport({
      endpoint: `http://127.0.0.1:${server.port}/DynamicsGPWebServices`,
      auth: 'ntlm',
      ...server.credentials,
      tls: {},
      timeouts: { requestSeconds: 2, settleSeconds: 0 },
      ...changes,
    });
  }

  const post = (signal = NEVER) => transport.post(CALL, signal);
  const exchanges = () => server.seen.map(({ connection, authorization, body }) => [connection, authorization, body]);
  const WITH_BODY = CALL.envelope;

  it('given a new socket, then an empty first message goes before the body, and later calls need neither', async () => {
    expect(await post()).toEqual({ status: 200, contentType: 'text/xml; charset=utf-8', body: '<answer/>' });
    await post();
    expect(exchanges()).toEqual([
      [1, 'type 1', ''],
      [1, 'type 3', WITH_BODY],
      [1, 'none', WITH_BODY],
    ]);
    expect(server.seen[0]?.headers['content-length']).toBe('0');
  });

  it('given any call, then it names its operation in quotes, and nothing traces', async () => {
    await post();
    const { headers } = server.seen[1] ?? {};
    expect(headers).toMatchObject({
      soapaction: '"http://schemas.microsoft.com/dynamics/gp/2006/01/CreateReceivablesInvoice"',
      'content-type': 'text/xml; charset=utf-8',
      'content-length': String(Buffer.byteLength(WITH_BODY)),
      connection: 'keep-alive',
    });
    expect(Object.keys(headers ?? {}).sort()).toEqual([
      'authorization',
      'connection',
      'content-length',
      'content-type',
      'host',
      'soapaction',
      'user-agent',
    ]);
  });

  it('given calls side by side, then each has a socket and a handshake of its own', async () => {
    await Promise.all([post(), post(), post()]);
    expect(server.opensSoFar).toBe(3);
    for (const connection of [1, 2, 3]) {
      const own = server.seen.filter((seen) => seen.connection === connection);
      expect(own.map(({ authorization }) => authorization)).toEqual(['type 1', 'type 3']);
    }
  });

  it('given a server that tells no time, then it is answered too', async () => {
    server.time = undefined;
    expect(await post()).toMatchObject({ status: 200 });
  });

  it('given a socket closed while idle, then the next call begins anew on another', async () => {
    await post();
    await server.closeConnections();
    await post();
    expect(exchanges().slice(2)).toEqual([
      [2, 'type 1', ''],
      [2, 'type 3', WITH_BODY],
    ]);
  });

  it('given an answer that ends the connection, then the next call begins anew on another', async () => {
    server.answer.headers['connection'] = 'close';
    await post();
    await post();
    expect(exchanges().map(([connection, authorization]) => [connection, authorization])).toEqual([
      [1, 'type 1'],
      [1, 'type 3'],
      [2, 'type 1'],
      [2, 'type 3'],
    ]);
  });

  it('given a server that no longer knows the socket, then the call is repeated once on another', async () => {
    await post();
    server.forget();
    expect(await post()).toMatchObject({ status: 200 });
    expect(exchanges().slice(2)).toEqual([
      [1, 'none', WITH_BODY],
      [2, 'type 1', ''],
      [2, 'type 3', WITH_BODY],
    ]);
  });

  it('given the connection is closed after the challenge, then nothing was sent', async () => {
    server.fate = ({ authorization }, response) => {
      if (authorization === 'type 1') response.setHeader('connection', 'close');
      return false;
    };
    await expect(post()).rejects.toMatchObject({ code: 'GP_UNREACHABLE', failure: { operation: CALL.operation } });
    expect(exchanges()).toEqual([[1, 'type 1', '']]);
  });

  it.each([
    ['a reset', (destroy: () => void) => destroy()],
    ['silence', () => undefined],
  ])('given %s in the place of the challenge, then nothing was sent', async (_what, fate) => {
    server.fate = (_seen, response) => {
      fate(() => response.socket?.resetAndDestroy());
      return true;
    };
    await expect(post()).rejects.toMatchObject({ code: 'GP_UNREACHABLE', retryable: true });
    expect(exchanges()).toEqual([[1, 'type 1', '']]);
  });

  it.each([
    ['a reset', (destroy: () => void) => destroy()],
    ['silence', () => undefined],
  ])(
    'given %s once the body was sent, then it may have been carried out and is not sent again',
    async (_what, fate) => {
      await post();
      server.fate = (_seen, response) => {
        fate(() => response.socket?.resetAndDestroy());
        return true;
      };
      await expect(post()).rejects.toMatchObject({ code: 'GP_ANSWER_LOST' });
      expect(server.seen).toHaveLength(3);
    },
  );

  it('given a wrong password, then access is denied and nothing tells the password', async () => {
    transport = transportTo({ password: 'canary-wrong' });
    const error: unknown = await post().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'GP_ACCESS_DENIED', retryable: false, failure: { httpStatus: 401 } });
    expect(JSON.stringify(error) + String(error)).not.toMatch(/canary/);
  });

  it('given a wrong password for many calls at once, then it is tried once, and a later call tries again', async () => {
    transport = transportTo({ password: 'wrong' });
    const denied = await Promise.allSettled([post(), post(), post(), post()]);
    expect(denied).toMatchObject(denied.map(() => ({ reason: { code: 'GP_ACCESS_DENIED' } })));
    expect(exchanges().map(([, authorization]) => authorization)).toEqual(['type 1', 'type 3']);
    await expect(post()).rejects.toMatchObject({ code: 'GP_ACCESS_DENIED' });
    expect(server.seen).toHaveLength(4);
  });

  it('given no answer to the first logon, then the calls beside it are made all the same', async () => {
    let isFirst = true;
    server.fate = () => isFirst && !(isFirst = false);
    const [first, second, third] = await Promise.allSettled([post(), post(), post()]);
    expect(first).toMatchObject({ reason: { code: 'GP_UNREACHABLE' } });
    expect([second, third]).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }]);
  });

  it('given an endpoint that offers Negotiate alone, then access is denied for that reason', async () => {
    server.fate = (_seen, response) => {
      response.writeHead(401, { 'www-authenticate': 'Negotiate' }).end();
      return true;
    };
    await expect(post()).rejects.toMatchObject({
      code: 'GP_ACCESS_DENIED',
      message: expect.stringMatching('does not offer NTLM') as unknown,
    });
  });

  it('given the challenge beside Negotiate in one header, then it is found', async () => {
    server.fate = ({ authorization }, response) => {
      const write = response.writeHead.bind(response);
      if (authorization !== 'type 1') return false;
      response.writeHead = ((status: number, headers: Record<string, string[]>) =>
        write(status, {
          'www-authenticate': ['Negotiate', ...(headers['www-authenticate'] ?? [])].join(', '),
        })) as never;
      return false;
    };
    expect(await post()).toMatchObject({ status: 200 });
  });

  it.each(['NTLM AAAA', 'NTLM TlRMTVNTUAACAAAA', 'NTLM !!!'])(
    'given the challenge %s, then nothing is sent',
    async (offer) => {
      server.fate = (_seen, response) => {
        response.writeHead(401, { 'www-authenticate': offer }).end();
        return true;
      };
      await expect(post()).rejects.toMatchObject({
        code: expect.stringMatching(/GP_(UNREACHABLE|ACCESS_DENIED)/) as unknown,
      });
      expect(exchanges()).toEqual([[1, 'type 1', '']]);
    },
  );

  it.each([
    [302, 'GP_UNEXPECTED_ANSWER'],
    [403, 'GP_ACCESS_DENIED'],
    [404, 'GP_UNREACHABLE'],
    [200, 'GP_UNREACHABLE'],
    [503, 'GP_UNREACHABLE'],
  ])('given %d in the place of the challenge, then it is %s and the body stays here', async (status, code) => {
    server.fate = (_seen, response) => {
      response.writeHead(status, { location: `http://127.0.0.1:${server.port}/elsewhere` }).end();
      return true;
    };
    await expect(post()).rejects.toMatchObject({ code });
    expect(exchanges()).toEqual([[1, 'type 1', '']]);
  });

  it.each([
    [302, 'GP_UNEXPECTED_ANSWER'],
    [403, 'GP_ACCESS_DENIED'],
    [503, 'GP_UNREACHABLE'],
    [502, 'GP_ANSWER_LOST'],
    [504, 'GP_ANSWER_LOST'],
  ])('given %d without SOAP for the call itself, then it is %s', async (status, code) => {
    Object.assign(server.answer, { status, headers: { 'content-type': 'text/html', location: '/elsewhere' } });
    await expect(post()).rejects.toMatchObject({ code, failure: { httpStatus: status } });
    expect(server.seen).toHaveLength(2);
  });

  it('given a fault, then it is an answer like another', async () => {
    Object.assign(server.answer, { status: 500, body: '<Fault/>' });
    expect(await post()).toEqual({ status: 500, contentType: 'text/xml; charset=utf-8', body: '<Fault/>' });
  });

  it('given an answer without end, then reading stops', async () => {
    server.answer.body = 'x'.repeat(17 * 1024 * 1024);
    await expect(post()).rejects.toMatchObject({
      code: 'GP_ANSWER_LOST',
      message: expect.stringMatching('too long') as unknown,
    });
  });

  it('given nobody there, then it was not received', async () => {
    await server.close();
    await expect(post()).rejects.toMatchObject({
      code: 'GP_UNREACHABLE',
      message: expect.stringMatching('ECONNREFUSED') as unknown,
    });
    server = await NtlmServer.start();
  });

  it('given a signal during the call, then it may have been carried out', async () => {
    await post();
    const stop = new AbortController();
    server.fate = () => (stop.abort(), true);
    await expect(post(stop.signal)).rejects.toMatchObject({ code: 'GP_ANSWER_LOST' });
  });

  it('given the end, then the call under way is answered and later ones are refused', async () => {
    server.fate = ({ authorization }, response) => {
      if (authorization === 'type 1') return false;
      void delay(50).then(() => response.writeHead(200, { 'content-type': 'text/xml' }).end('<late/>'));
      return true;
    };
    const answer = post();
    await transport.close();
    expect(await answer).toMatchObject({ body: '<late/>' });
    await expect(post()).rejects.toMatchObject({ code: 'LEASE_LOST' });
  });

  it('given Basic, then user and password go with every call, without being asked', async () => {
    transport = transportTo({ auth: 'basic' });
    server.fate = (_seen, response) => {
      response.writeHead(200, { 'content-type': 'text/xml' }).end('<basic/>');
      return true;
    };
    await post();
    await post();
    const expected = `Basic ${Buffer.from('ACME\\svc-bridge:canary-Pässwörd').toString('base64')}`;
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([expected, expected]);
    server.fate = () => false;
    await expect(post()).rejects.toMatchObject({ code: 'GP_ACCESS_DENIED' });
  });
});
