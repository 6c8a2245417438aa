import { afterEach, describe, expect, it } from '@jest/globals';
import type { HeldConnection } from '@ledgerbridge/connections';
import { plainToInstance } from 'class-transformer';
import { GpSettings } from './connection-settings.js';
import { GpSession } from './gp-session.js';
import { GpSessions } from './gp-sessions.js';
import { answered, policyAnswer, ScriptedTransport } from './soap/scripted-transport.fixture.js';
import type { SoapAnswer, SoapCall } from './transport/soap-transport.port.js';

interface Terms {
  readonly epoch?: string;
  readonly version?: number;
  readonly remainingMs?: number;
  readonly signal?: AbortSignal;
  readonly ending?: AbortSignal;
}
const NEVER = new AbortController().signal;

function holding({ epoch = '1', version = 1, remainingMs = 60_000, signal = NEVER, ending }: Terms = {}) {
  const settings = plainToInstance(GpSettings, {
    endpoint: 'http://127.0.0.1:9/x',
    username: 'svc',
    password: 'secret',
    companyId: -1,
    maxConcurrent: 2,
    timeouts: { requestSeconds: 1, settleSeconds: 0 },
  });
  const lease = { name: 'connection:x', epoch, signal, remainingMs: () => remainingMs };
  const connection = { id: 'x', settings, version, source: 'api' as const };
  return { connection, lease, signal, ...(ending === undefined ? {} : { ending }) } as HeldConnection<GpSettings>;
}

/** Calls stay under way until they are let go. */
class HeldBackTransport extends ScriptedTransport {
  private readonly waiting: (() => void)[] = [];

  override async post(call: SoapCall, signal?: AbortSignal): Promise<SoapAnswer> {
    const answer = super.post(call);
    await new Promise<void>((resolve, reject) => {
      this.waiting.push(resolve);
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
    });
    return answer;
  }

  letGo(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
const threeCalls = ({ gateway }: GpSession) => [1, 2, 3].map(() => gateway.companies());
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('session of a GP company', () => {
  let session: GpSession | undefined;
  afterEach(() => session?.close());

  it('given more calls than maxConcurrent, then the others wait', async () => {
    const transport = new HeldBackTransport();
    session = new GpSession(holding(), transport);
    const calls = threeCalls(session);
    await settled();
    expect(transport.calls).toHaveLength(2);
    transport.letGo();
    await settled();
    await settled();
    expect(transport.calls).toHaveLength(3);
    transport.letGo();
    await Promise.all(calls);
  });

  it('given a lease that is nearly over, then nothing is sent', async () => {
    const transport = new ScriptedTransport();
    session = new GpSession(holding({ remainingMs: 500 }), transport);
    await expect(session.gateway.companies()).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(transport.calls).toEqual([]);
  });

  it('given the end while calls wait, then they give up and those under way are answered', async () => {
    const transport = new HeldBackTransport();
    const ending = new AbortController();
    session = new GpSession(holding({ ending: ending.signal }), transport);
    const calls = threeCalls(session);
    await settled();
    ending.abort(new Error('shutting down'));
    await expect(calls[2]).rejects.toMatchObject({ code: 'LEASE_LOST' });
    transport.letGo();
    await Promise.all(calls.slice(0, 2));
    await expect(session.gateway.companies()).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(transport.calls).toHaveLength(2);
  });

  it('given no answer in requestSeconds, then the call is told to end', async () => {
    session = new GpSession(holding(), new HeldBackTransport());
    await expect(session.gateway.companies()).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('given a policy asked for twice, then GP is asked once; a test of the connection asks anew', async () => {
    const transport = new ScriptedTransport({ GetPolicyByOperation: policyAnswer({ distributions: '0' }) });
    const held = holding();
    session = new GpSession(held, transport);
    await session.gateway.policy('CreateCashReceipt');
    await session.gateway.policy('CreateCashReceipt');
    expect(transport.calls).toHaveLength(1);
    expect(await session.freshGateway(held).policy('CreateCashReceipt')).toEqual({ distributions: 'provided' });
    expect(transport.calls).toHaveLength(2);
  });

  it('given answers, then they come through', async () => {
    const company = '<Company><Key><Id xmlns="urn:d">-1</Id></Key><Name>Fabrikam, Inc.</Name></Company>';
    const result = `<GetCompanyListResult>${company}</GetCompanyListResult>`;
    session = new GpSession(holding(), new ScriptedTransport({ GetCompanyList: answered('GetCompanyList', result) }));
    expect(await session.gateway.companies()).toEqual([{ id: -1, name: 'Fabrikam, Inc.' }]);
  });
});

describe('sessions of held companies', () => {
  const shutdown = { on: () => undefined } as never;

  it('given the same tenure, then everything shares one gateway', () => {
    const sessions = new GpSessions(shutdown);
    expect(sessions.of(holding())).toBe(sessions.of(holding()));
  });

  it.each<[string, Terms]>([
    ['a changed connection', { version: 2 }],
    ['a lease this process had before', { epoch: '2' }],
  ])('given %s, then there are new sockets and the one before makes no more calls', async (_what, terms) => {
    const sessions = new GpSessions(shutdown);
    const before = sessions.of(holding());
    expect(sessions.of(holding(terms))).not.toBe(before);
    await expect(before.policy('CreateCashReceipt')).rejects.toMatchObject({ code: 'LEASE_LOST' });
  });

  it('given the same connection held again after its holding ended, then calls can be made again', () => {
    const sessions = new GpSessions(shutdown);
    const first = new AbortController();
    const before = sessions.of(holding({ signal: first.signal }));
    first.abort();
    expect(sessions.of(holding())).not.toBe(before);
  });

  it('given a holder whose time is over, then it does not get the company back from the one after it', () => {
    const sessions = new GpSessions(shutdown);
    const current = sessions.of(holding({ version: 2 }));
    expect(() => sessions.of(holding({ ending: AbortSignal.abort() }))).toThrow('given back');
    expect(sessions.of(holding({ version: 2 }))).toBe(current);
  });
});
