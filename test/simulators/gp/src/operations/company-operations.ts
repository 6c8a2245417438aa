import type { Company } from '../company/company.js';
import { failure } from '../rules/validation-failure.js';
import { objectAt, textAt, type ValueObject } from '../schema/value.js';
import { likes, within } from './criteria.js';
import type { Call, Operation } from './operation.js';

const FOR_USER: Pick<Operation, 'members' | 'result' | 'run'> = {
  members: 'context?:Context',
  result: 'ArrayOfCompany',
  run: (call) => ({ Company: allowed(call).map(companyValue) }),
};

export const COMPANY_OPERATIONS: readonly Operation[] = [
  {
    name: 'GetCompanyList',
    members: 'criteria?:CompanyCriteria context?:Context',
    result: 'ArrayOfCompany',
    run: (call) => {
      const criteria = objectAt(call.request, 'criteria');
      const found = call.ledger.companies.filter(
        ({ options }) =>
          within(objectAt(criteria, 'Id'), String(options.id), compareNumbers) &&
          likes(objectAt(criteria, 'Name'), options.name),
      );
      return { Company: found.map(companyValue) };
    },
  },
  {
    name: 'GetCompanyByKey',
    members: 'key?:CompanyKey context?:Context',
    result: 'Company',
    run: (call) => {
      const company = call.ledger.company(Number(textAt(call.request, 'key', 'Id')));
      if (company === undefined) throw failure('notFound', 'key');
      return companyValue(company);
    },
  },
  {
    name: 'GetWSEnabledCompanyList',
    ...FOR_USER,
    run: (call) => ({ Company: call.ledger.companies.map(companyValue) }),
  },
  { name: 'GetWSEnabledCompanyForUserList', ...FOR_USER },
];

function allowed({ ledger, account }: Call): Company[] {
  return ledger.companies.filter(({ id }) => account.companies === undefined || account.companies.includes(id));
}

function companyValue({ options }: Company): ValueObject {
  return { Key: { Id: String(options.id) }, Name: options.name, AccountSegmentSeparator: '-' };
}

function compareNumbers(a: string, b: string): number {
  return Number(a) - Number(b);
}
