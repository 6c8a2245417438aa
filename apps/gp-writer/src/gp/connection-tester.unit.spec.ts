import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { GpSettings } from './connection-settings.js';
import { checkConnection } from './connection-tester.js';
import { GpError, type GpErrorCode } from './gp.errors.js';
import type { CreateOperation, CreatePolicy } from './gp-gateway.port.js';

const COMPANIES = [{ id: -1, name: 'Fabrikam, Inc.' }];
const AUTOMATIC: CreatePolicy = { distributions: 'automatic' };
const PROVIDED: CreatePolicy = { distributions: 'provided' };
const ACCOUNT = { default: '000-1200-00' };

interface Answers {
  readonly companies?: typeof COMPANIES | GpError;
  readonly policies?: Partial<Record<CreateOperation, CreatePolicy | GpError>>;
  readonly policy?: CreatePolicy;
  /** Instead of the refusal of an empty call. */
  readonly probes?: Partial<Record<CreateOperation, GpError>>;
}

function orThrow<T>(answer: T | GpError): Promise<T> {
  return answer instanceof GpError ? Promise.reject(answer) : Promise.resolve(answer);
}

async function checked(
  { companies = COMPANIES, policies = {}, policy = AUTOMATIC, probes = {} }: Answers,
  changes: object = {},
) {
  const settings = plainToInstance(GpSettings, {
    companyId: -1,
    accepts: { sources: ['acme-chargebee'], documentsFrom: '2026-01-01' },
    ...changes,
  });
  const gateway = {
    companies: () => orThrow(companies),
    policy: (operation: CreateOperation) => orThrow(policies[operation] ?? policy),
    probe: (operation: CreateOperation) => orThrow<void>(probes[operation] ?? anError('GP_SYSTEM_FAULT', 'Null.')),
  };
  const checks = await checkConnection(gateway, settings);
  return Object.fromEntries(checks.map(({ name, ok, detail }) => [name, `${ok ? 'ok' : 'not ok'}: ${detail}`]));
}

function anError(code: GpErrorCode, faultString = ''): GpError {
  return new GpError(code, `refused: ${faultString}`, { operation: 'GetPolicyByOperation', faultString });
}

describe('test of a GP connection', () => {
  it('given a company that works, then every check passes and says what the policies do', async () => {
    const checks = await checked({ policies: { CreateReceivablesInvoice: { ...AUTOMATIC, batchPrefix: 'WS' } } });
    expect(checks).toEqual({
      reachable: 'ok: the endpoint answers',
      account: 'ok: the account is accepted (NTLM)',
      company: 'ok: company -1 is Fabrikam, Inc.',
      CreateCustomer: 'ok: policy found',
      UpdateCustomer: 'ok: policy found',
      CreateReceivablesInvoice: 'ok: policy found: GP makes the distributions, batch ids are prefixed WS',
      CreateReceivablesCreditMemo: 'ok: policy found: GP makes the distributions',
      CreateReceivablesDebitMemo: 'ok: policy found: GP makes the distributions',
      CreateCashReceipt: 'ok: policy found: GP makes the distributions',
    });
  });

  it('given a company nothing is written to, then policies are not asked for', async () => {
    expect(Object.keys(await checked({}, { accepts: undefined }))).toEqual(['reachable', 'account', 'company']);
  });

  it.each<[GpErrorCode, string]>([
    ['GP_UNREACHABLE', 'reachable'],
    ['GP_ANSWER_LOST', 'reachable'],
    ['GP_UNEXPECTED_ANSWER', 'reachable'],
    ['GP_ACCESS_DENIED', 'account'],
  ])('given %s, then %s fails and nothing else is tried', async (code, name) => {
    const checks = await checked({ companies: anError(code) });
    expect(Object.keys(checks).at(-1)).toBe(name);
    expect(checks[name]).toContain(`not ok: ${code}`);
  });

  it('given a company that is not there, then those the account may use are named', async () => {
    const { company } = await checked({}, { companyId: 7, companyDatabase: 'SEVEN' });
    expect(company).toBe('not ok: company 7 (SEVEN) is not among those the account may use: -1 Fabrikam, Inc.');
  });

  it('given a fault for the list of companies, then that is told and the operations are tried all the same', async () => {
    const checks = await checked({ companies: anError('GP_SYSTEM_FAULT', 'Access is denied.') });
    expect(checks['company']).toContain('not ok: ACCESS_DENIED: the account has no role');
    expect(checks['CreateCashReceipt']).toContain('ok: policy found');
  });

  it.each<[string, GpError, string]>([
    [
      'a role that is missing',
      anError('GP_SYSTEM_FAULT', 'The user has no permissions.'),
      'no role in GP Web Services',
    ],
    ['a policy that is missing', anError('GP_POLICY_MISSING'), 'no policy'],
    ['an operation that is missing', anError('GP_SYSTEM_FAULT', 'The method is not supported.'), 'does not offer'],
  ])(
    'given %s, then the operation is named with the reason, and the others are tried',
    async (_what, error, reason) => {
      const checks = await checked({ policies: { CreateReceivablesDebitMemo: error } });
      expect(checks['CreateReceivablesDebitMemo']).toMatch(/^not ok: /);
      expect(checks['CreateReceivablesDebitMemo']).toContain(reason);
      expect(checks['CreateCashReceipt']).toMatch(/^ok: /);
    },
  );

  it.each<[string, GpError]>([
    ['OPERATION_MISSING', anError('GP_SYSTEM_FAULT', 'due to a ContractFilter mismatch')],
    ['ACCESS_DENIED', anError('GP_SYSTEM_FAULT', 'The user has no permissions.')],
    ['GP_ANSWER_LOST', anError('GP_ANSWER_LOST')],
  ])('given a policy for an operation that itself ends with %s, then that is told', async (reason, error) => {
    const checks = await checked({ probes: { CreateCashReceipt: error } });
    expect(checks['CreateCashReceipt']).toContain(`not ok: ${reason}`);
  });

  it('given accounts that are mapped though GP makes the distributions, then there is a warning', async () => {
    const { accounts } = await checked({}, { mapping: { accounts: { item: ACCOUNT } } });
    expect(accounts).toMatch(/^ok: warning: .*CreateReceivablesInvoice.*CreateCashReceipt/);
  });

  it('given policies that want distributions, then accounts that are missing are named', async () => {
    const { accounts } = await checked({ policy: PROVIDED }, { mapping: { accounts: { item: ACCOUNT } } });
    expect(accounts).toBe(
      'not ok: the policies want distributions from the bridge: set mapping.accounts.receivable, mapping.accounts.cash',
    );
  });

  it('given policies that want distributions and accounts for them, then there is nothing to say', async () => {
    const mapping = { accounts: { item: ACCOUNT, receivable: ACCOUNT, cash: { rules: [{ account: '000-1100-00' }] } } };
    expect(await checked({ policy: PROVIDED }, { mapping })).not.toHaveProperty('accounts');
  });
});
