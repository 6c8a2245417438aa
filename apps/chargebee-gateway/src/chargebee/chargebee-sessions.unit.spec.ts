import { describe, expect, it } from '@jest/globals';
import type { HeldConnection } from '@ledgerbridge/connections';
import { plainToInstance } from 'class-transformer';
import { ChargebeeSessions } from './chargebee-sessions.js';
import { ChargebeeSettings } from './connection-settings.js';

/** Nobody calls: the pace is so slow that no turn comes. */
function holding(tenure: { epoch?: string; version?: number } = {}, signal = new AbortController().signal) {
  const { epoch = '1', version = 1 } = tenure;
  const settings = plainToInstance(ChargebeeSettings, {
    site: 'acme',
    region: 'us',
    apiKey: 'key',
    timeZone: 'UTC',
    requestsPerMinute: 1,
  });
  const lease = { name: 'connection:x', epoch, signal, remainingMs: () => 60_000 };
  return {
    connection: { id: 'x', settings, version, source: 'api' },
    lease,
    signal,
  } as HeldConnection<ChargebeeSettings>;
}

describe('sessions of held sites', () => {
  const shutdown = { on: () => undefined } as never;

  it('given the same tenure, then everything shares one pace', () => {
    const sessions = new ChargebeeSessions(shutdown);
    expect(sessions.of(holding())).toBe(sessions.of(holding()));
  });

  it.each([
    ['a changed connection', { version: 2 }],
    ['a lease this process had before', { epoch: '2' }],
  ])('given %s, then the pace starts anew and the one before makes no more calls', async (_what, tenure) => {
    const sessions = new ChargebeeSessions(shutdown);
    const old = holding();
    const before = sessions.of(old);
    const waiting = before.get('/customers/1', old);
    const after = sessions.of(holding(tenure));
    expect(after).not.toBe(before);
    await expect(waiting).rejects.toMatchObject({ code: 'LEASE_LOST' });
    await expect(before.get('/customers/1', old)).rejects.toMatchObject({ code: 'LEASE_LOST' });
    await after.close();
  });

  it('given a holder whose time is over, then it does not get the site back from the one after it', () => {
    const sessions = new ChargebeeSessions(shutdown);
    const current = sessions.of(holding({ version: 2 }));
    expect(() => sessions.of(holding({ version: 1 }, AbortSignal.abort()))).toThrow('given back');
    expect(sessions.of(holding({ version: 2 }))).toBe(current);
  });
});
