import { afterEach, describe, expect, it } from '@jest/globals';
import type { HeldConnection } from '@ledgerbridge/connections';
import {
  DEFAULT_ACCOUNT,
  startGpSimulator,
  type GpSimulator,
  type GpSimulatorOptions,
} from '@ledgerbridge/simulator-gp';
import { plainToInstance } from 'class-transformer';
import { GpSettings } from './connection-settings.js';
import { GpConnectionTester } from './connection-tester.js';
import { GpSessions } from './gp-sessions.js';
import { SPEC_CERTIFICATE } from './transport/certificate.fixture.spec.js';

describe('test of a connection against GP', () => {
  let simulator: GpSimulator;
  let ended: (() => Promise<void>) | undefined;
  afterEach(async () => {
    await ended?.();
    await simulator.close();
  });

  async function held(options: GpSimulatorOptions = {}, changes: object = {}): Promise<HeldConnection<GpSettings>> {
    simulator = await startGpSimulator(options);
    const { domain, user: username, password } = DEFAULT_ACCOUNT;
    const settings = plainToInstance(GpSettings, {
      endpoint: simulator.endpoint,
      domain,
      username,
      password,
      companyId: -1,
      accepts: { sources: ['acme-chargebee'], documentsFrom: '2026-01-01' },
      ...changes,
    });
    const { signal } = new AbortController();
    const lease = { name: 'connection:x', epoch: '1', signal, remainingMs: () => 60_000 };
    return { connection: { id: 'x', settings, version: 1, source: 'api' }, lease, signal };
  }

  /** Names of the checks that failed, and of all. */
  async function tested(options: GpSimulatorOptions = {}, changes: object = {}) {
    const connection = await held(options, changes);
    const shutdown = { on: (_phase: string, _name: string, end: () => Promise<void>) => (ended = end) };
    const checks = await new GpConnectionTester(new GpSessions(shutdown as never)).test(connection);
    const failed = Object.fromEntries(checks.filter(({ ok }) => !ok).map(({ name, detail }) => [name, detail]));
    return { checks, failed };
  }

  it('given a company that works, then every check passes, one handshake is made, and nothing was written', async () => {
    const { checks, failed } = await tested();
    expect(failed).toEqual({});
    expect(checks.map(({ name }) => name)).toEqual([
      'reachable',
      'account',
      'company',
      'CreateCustomer',
      'UpdateCustomer',
      'CreateReceivablesInvoice',
      'CreateReceivablesCreditMemo',
      'CreateReceivablesDebitMemo',
      'CreateCashReceipt',
    ]);
    expect(simulator.controls.summary().authentication).toMatchObject({ handshakes: 1, anonymous: 0, refused: {} });
    expect(simulator.controls.documents()).toEqual([]);
    expect(simulator.controls.summary().schemaViolations.count).toBe(0);
  });

  it.each<[string, GpSimulatorOptions, object]>([
    ['no time in the challenge', { switches: { ntlmTimestamp: false } }, {}],
    ['a handshake for each request', { switches: { authenticateEachRequest: true } }, {}],
    ['a connection for each answer', { switches: { closeAfterAnswer: true } }, {}],
    ['Basic', { schemes: ['basic'] }, { auth: 'basic' }],
    ['TLS', { tls: SPEC_CERTIFICATE }, { tls: { ca: SPEC_CERTIFICATE.cert } }],
    [
      'a user and a password beyond ASCII',
      { accounts: [{ domain: 'FABRIKAM', user: 'Jürgen', password: 'Pässwörd🔑' }] },
      { username: 'jürgen', password: 'Pässwörd🔑' },
    ],
  ])('given %s, then every check passes', async (_what, options, changes) => {
    expect((await tested(options, changes)).failed).toEqual({});
  });

  it('given a wrong password, then the account is named, once, and the password is not told', async () => {
    const { checks, failed } = await tested({}, { password: 'canary-wrong' });
    expect(Object.keys(failed)).toEqual(['account']);
    expect(JSON.stringify(checks)).not.toContain('canary-wrong');
    expect(simulator.controls.summary().authentication.refused).toEqual({ 'wrong password': 1 });
  });

  it('given an endpoint with Basic alone, then the account fails for its scheme', async () => {
    expect((await tested({ schemes: ['basic'] })).failed['account']).toContain('does not offer NTLM');
  });

  it('given another company, then those that are there are named', async () => {
    const { failed } = await tested({}, { companyId: 7 });
    expect(failed['company']).toContain('-1 Fabrikam, Inc.');
  });

  it('given a role without an operation, then the operation is named', async () => {
    const operations = ['GetCompanyList', 'GetPolicyByOperation', 'GetLoggedValidationResultByKey'];
    const allowed = ['CreateCustomer', 'UpdateCustomer', 'CreateReceivablesInvoice', 'CreateReceivablesCreditMemo'];
    const accounts = [{ ...DEFAULT_ACCOUNT, operations: [...operations, ...allowed, 'CreateCashReceipt'] }];
    const { failed } = await tested({ accounts });
    expect(Object.keys(failed)).toEqual(['CreateReceivablesDebitMemo']);
    expect(failed['CreateReceivablesDebitMemo']).toContain('no role in GP Web Services');
  });

  it('given an optimized interface, then the operation it leaves out is named', async () => {
    const { failed } = await tested({ switches: { disabledOperations: ['CreateCashReceipt'] } });
    expect(failed).toEqual({ CreateCashReceipt: expect.stringContaining('does not offer the operation') as unknown });
  });

  it('given policies that want distributions and no accounts, then the settings that are missing are named', async () => {
    const { failed } = await tested({ switches: { distributions: 'provided', batchPrefix: 'WS' } });
    expect(Object.keys(failed)).toEqual(['accounts']);
  });
});
