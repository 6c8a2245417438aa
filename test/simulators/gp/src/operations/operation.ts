import type { Company } from '../company/company.js';
import type { AccountOptions } from '../company/company-options.js';
import type { Ledger } from '../company/ledger.js';
import type { RuleContext } from '../rules/rule-context.js';
import type { Value, ValueObject } from '../schema/value.js';

/** A call whose request has passed the schema. */
export interface Call {
  request: ValueObject;
  /** Of the context's OrganizationKey; undefined for the system database. */
  company: Company | undefined;
  ledger: Ledger;
  account: AccountOptions;
  rules: Omit<RuleContext, 'company'>;
}

/** An operation of the service: its request's members, its answer's type (none: an empty answer), and what it does. */
export interface Operation {
  name: string;
  /** In the notation of the schema's tables. */
  members: string;
  result?: string;
  run(call: Call): Value | undefined;
}

/** The call's context asks for the system database where a company is needed. */
export class NoCompanyError extends Error {
  constructor() {
    super('The organization key is required.');
  }
}

/** @throws NoCompanyError */
export function rulesOf(call: Call): RuleContext {
  if (call.company === undefined) throw new NoCompanyError();
  return { ...call.rules, company: call.company };
}
