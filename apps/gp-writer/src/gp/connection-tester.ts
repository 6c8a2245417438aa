import { Injectable } from '@nestjs/common';
import type { ConnectionCheck, ConnectionTester, HeldConnection } from '@ledgerbridge/connections';
import type { GpSettings } from './connection-settings.js';
import { distributionChecks } from './distribution-checks.js';
import { classifyError } from './error-classifier.js';
import type { CreateOperation, CreatePolicy, GpGateway } from './gp-gateway.port.js';
import type { GpError } from './gp.errors.js';
import { GpSessions } from './gp-sessions.js';

/** What is written to a company. */
const OPERATIONS: readonly CreateOperation[] = [
  'CreateCustomer',
  'UpdateCustomer',
  'CreateReceivablesInvoice',
  'CreateReceivablesCreditMemo',
  'CreateReceivablesDebitMemo',
  'CreateCashReceipt',
];

/** What the reason of a failure means to whoever set up GP. */
const HINTS: Readonly<Record<string, string>> = {
  ACCESS_DENIED: 'the account has no role in GP Web Services for it',
  ROLE_UNKNOWN: 'GP does not know the role of roleKey',
  OPERATION_MISSING: 'the endpoint does not offer the operation; its interface may be an optimized one',
  GP_POLICY_MISSING: 'the role of the account has no policy for it',
};

type TestedGateway = Pick<GpGateway, 'policy'> & {
  /** Calls the operation with nothing to write. */
  probe(operation: CreateOperation): Promise<void>;
  companies(): Promise<readonly { readonly id: number; readonly name: string }[]>;
};

/** Asks GP itself whether the connection would work; writes nothing. */
@Injectable()
export class GpConnectionTester implements ConnectionTester<GpSettings> {
  constructor(private readonly sessions: GpSessions) {}

  /** With a gateway that knows nothing yet: what GP says now is what counts. */
  async test(held: HeldConnection<GpSettings>): Promise<ConnectionCheck[]> {
    return checkConnection(this.sessions.session(held).freshGateway(held), held.connection.settings);
  }
}

export async function checkConnection(gateway: TestedGateway, settings: GpSettings): Promise<ConnectionCheck[]> {
  const { checks, isUsable } = await checkAccount(gateway, settings);
  if (!isUsable || settings.accepts === undefined) return checks;
  const policies = new Map<CreateOperation, CreatePolicy>();
  for (const operation of OPERATIONS) {
    try {
      const policy = await gateway.policy(operation);
      policies.set(operation, policy);
      await gateway.probe(operation).catch(throwUnlessOffered);
      checks.push(passed(operation, describePolicy(operation, policy)));
    } catch (error) {
      checks.push(failed(operation, error as GpError));
    }
  }
  return [...checks, ...distributionChecks(policies, settings.mapping.accounts)];
}

/** What GP says about the object that is missing shows that the operation is there and may be called. */
function throwUnlessOffered(error: unknown): void {
  const { code } = error as GpError;
  const isRefused = code === 'GP_SYSTEM_FAULT' || code === 'GP_VALIDATION';
  if (!isRefused || HINTS[reasonOf(error as GpError)] !== undefined) throw error;
}

/** `isUsable`: there is somebody to ask about the rest. */
async function checkAccount(
  gateway: TestedGateway,
  settings: GpSettings,
): Promise<{ checks: ConnectionCheck[]; isUsable: boolean }> {
  const reachable = passed('reachable', 'the endpoint answers');
  const account = passed('account', `the account is accepted (${settings.auth === 'ntlm' ? 'NTLM' : 'Basic'})`);
  try {
    const companies = await gateway.companies();
    return { checks: [reachable, account, checkCompany(companies, settings)], isUsable: true };
  } catch (error) {
    const { code } = error as GpError;
    if (code === 'GP_ACCESS_DENIED') {
      return { checks: [reachable, failed('account', error as GpError)], isUsable: false };
    }
    if (code !== 'GP_SYSTEM_FAULT' && code !== 'GP_VALIDATION') {
      return { checks: [failed('reachable', error as GpError)], isUsable: false };
    }
    return { checks: [reachable, account, failed('company', error as GpError)], isUsable: true };
  }
}

function checkCompany(companies: readonly { id: number; name: string }[], settings: GpSettings): ConnectionCheck {
  const { companyId, companyDatabase } = settings;
  const label = companyDatabase === undefined ? '' : ` (${companyDatabase})`;
  const company = companies.find(({ id }) => id === companyId);
  if (company !== undefined) return passed('company', `company ${companyId}${label} is ${company.name}`);
  const shown = companies.map(({ id, name }) => `${id} ${name}`).join(', ') || 'none';
  return {
    name: 'company',
    ok: false,
    detail: `company ${companyId}${label} is not among those the account may use: ${shown}`,
  };
}

function describePolicy(operation: CreateOperation, { distributions, batchPrefix }: CreatePolicy): string {
  if (operation === 'CreateCustomer' || operation === 'UpdateCustomer') return 'policy found';
  const who = distributions === 'provided' ? 'takes distributions from the bridge' : 'GP makes the distributions';
  return `policy found: ${who}${batchPrefix === undefined ? '' : `, batch ids are prefixed ${batchPrefix}`}`;
}

function passed(name: string, detail: string): ConnectionCheck {
  return { name, ok: true, detail };
}

function failed(name: string, error: GpError): ConnectionCheck {
  const reason = reasonOf(error);
  const hint = HINTS[reason];
  return { name, ok: false, detail: `${reason}: ${hint === undefined ? '' : `${hint}; `}${error.message}` };
}

function reasonOf(error: GpError): string {
  const classified = classifyError(error);
  return classified.kind === 'permanent' ? classified.code : error.code;
}
