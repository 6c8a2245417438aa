import { createCustomer, updateCustomer } from '../rules/accept-customer.js';
import { failure } from '../rules/validation-failure.js';
import { objectAt, textAt, type ValueObject } from '../schema/value.js';
import type { StoredCustomer } from '../company/stored.js';
import type { RuleContext } from '../rules/rule-context.js';
import { between, isOneOf, likes } from './criteria.js';
import { rulesOf, type Operation } from './operation.js';
import { checkPolicy } from './policies.js';
import { isFiltered, visibleRows } from './visibility.js';

/** Create, Update, GetByKey and GetList of customers. */
export const CUSTOMER_OPERATIONS: readonly Operation[] = [
  writing('CreateCustomer', createCustomer),
  writing('UpdateCustomer', updateCustomer),
  {
    name: 'GetCustomerByKey',
    members: 'key?:CustomerKey context?:Context',
    result: 'Customer',
    run: (call) => {
      const { company, switches } = rulesOf(call);
      const found = company.customer(textAt(call.request, 'key', 'Id') ?? '');
      if (found === undefined || isFiltered(hideable(found), switches)) throw failure('notFound', 'Key');
      return found.value;
    },
  },
  {
    name: 'GetCustomerList',
    members: 'criteria?:CustomerCriteria context?:Context',
    result: 'ArrayOfCustomerSummary',
    run: (call) => {
      const { company, switches } = rulesOf(call);
      const criteria = objectAt(call.request, 'criteria');
      const found = company.allCustomers().filter((customer) => matches(customer, criteria));
      return { CustomerSummary: visibleRows(found.map(hideable), switches).map(({ value }) => summary(value)) };
    },
  },
];

function writing(name: string, accept: (sent: ValueObject, rules: RuleContext) => StoredCustomer): Operation {
  return {
    name,
    members: 'customer?:Customer context?:Context policy?:Policy',
    run: (call) => {
      const rules = rulesOf(call);
      checkPolicy(objectAt(call.request, 'policy'), name, rules.company, rules.switches);
      const sent = objectAt(call.request, 'customer');
      if (sent === undefined) throw failure('missingValue', 'Customer');
      call.ledger.commit(rules.company, [{ kind: 'customer', value: accept(sent, rules) }]);
      return undefined;
    },
  };
}

function hideable(customer: StoredCustomer): StoredCustomer & { customerId: string } {
  return { ...customer, customerId: customer.id };
}

function matches({ id, value }: StoredCustomer, criteria: ValueObject | undefined): boolean {
  const restriction = (member: string): ValueObject | undefined => objectAt(criteria, member);
  const text = (...path: readonly string[]): string => textAt(value, ...path) ?? '';
  return (
    likes(restriction('Id'), id) &&
    likes(restriction('Name'), text('Name')) &&
    likes(restriction('ClassId'), text('ClassKey', 'Id')) &&
    isOneOf(restriction('IsActive'), text('IsActive')) &&
    isOneOf(restriction('IsOnHold'), text('IsOnHold')) &&
    ['CreatedDate', 'ModifiedDate', 'LastModifiedDate'].every((member) => between(restriction(member), text(member)))
  );
}

function summary(value: ValueObject): ValueObject {
  return { ...value, CustomerClassKey: value.ClassKey };
}
