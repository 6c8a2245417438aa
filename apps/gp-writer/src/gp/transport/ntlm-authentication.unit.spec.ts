import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { aChallenge } from '../ntlm/challenge.fixture.spec.js';
import { NtlmAuthentication } from './ntlm-authentication.js';
import type { HttpAnswer, HttpPost, PinnedSocket } from './pinned-socket.js';

const ACCOUNT = { domain: 'ACME', username: 'svc', password: 'pw' };
const CHALLENGE = aChallenge().toString('base64');

/** A server that challenges every new socket and counts the logons it answers. */
class Server {
  logons = 0;
  status = 200;

  socket(): PinnedSocket {
    const answer = (status: number, headers = {}): HttpAnswer => ({ status, headers, body: '' });
    const post = async ({ body }: HttpPost): Promise<HttpAnswer> => {
      await Promise.resolve();
      if (body === undefined) return answer(401, { 'www-authenticate': `NTLM ${CHALLENGE}` });
      this.logons += 1;
      return answer(this.status);
    };
    return { isAuthenticated: false, post, channelBindings: undefined } as unknown as PinnedSocket;
  }
}

describe('a password that was right', () => {
  let now = 0;
  const server = new Server();
  const authentication = new NtlmAuthentication(ACCOUNT, 'gp.acme.local');
  const call = {
    request: { path: '/', headers: {}, body: '<x/>' },
    failure: { operation: 'GetX' },
    signal: new AbortController().signal,
  };
  const callsAtOnce = (many: number) =>
    Promise.all(Array.from({ length: many }, () => authentication.post(server.socket(), call)));

  afterEach(() => void jest.restoreAllMocks());

  it('given it is changed while nobody logs on, then the next calls at once try the old one a single time', async () => {
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    await callsAtOnce(4);
    expect(server.logons).toBe(4);
    now += 60_000;
    server.status = 401;
    expect(await callsAtOnce(4)).toMatchObject([{ status: 401 }, { status: 401 }, { status: 401 }, { status: 401 }]);
    expect(server.logons).toBe(5);
  });
});
