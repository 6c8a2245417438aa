import { normalId } from '../company/ids.js';
import type { StoredCustomer } from '../company/stored.js';
import { listAt, objectAt, textAt, type Value, type ValueObject } from '../schema/value.js';
import { localTime, type RuleContext } from './rule-context.js';
import { CUSTOMER_COLUMNS, intoColumns } from './text-columns.js';
import { failure, Problems } from './validation-failure.js';

/**
 * Checks a new customer and completes it as GP does.
 * @throws ValidationFailure naming everything that is wrong
 */
export function createCustomer(sent: ValueObject, context: RuleContext): StoredCustomer {
  const problems = new Problems();
  const value = intoColumns(sent, CUSTOMER_COLUMNS, context.switches, problems);
  const id = normalId(textAt(value, 'Key', 'Id') ?? '');
  if (id === '') problems.add('missingValue', 'Key');
  if (!textAt(value, 'Name')) problems.add('missingValue', 'Name');
  if (context.company.customer(id) !== undefined) problems.add('duplicateCustomer', 'Key');
  const addresses = ownAddresses(value, id);
  checkReferences(value, addresses, context, problems);
  problems.throwIfAny();
  const now = localTime(context.nowMs);
  return {
    id,
    createdAt: new Date(context.nowMs).toISOString(),
    createdBy: context.user,
    updates: 0,
    row: context.company.nextRow(),
    value: {
      ...value,
      Key: { Id: id },
      IsActive: textAt(value, 'IsActive') ?? 'true',
      IsOnHold: textAt(value, 'IsOnHold') ?? 'false',
      CreatedDate: now,
      ModifiedDate: now,
      LastModifiedDate: now,
      Addresses: { CustomerAddress: addresses },
    },
  };
}

/**
 * Changes an existing customer: members that are absent or nil stay as they are, addresses are matched by their id.
 * @throws ValidationFailure naming everything that is wrong, or that there is no such customer
 */
export function updateCustomer(sent: ValueObject, context: RuleContext): StoredCustomer {
  const existing = context.company.customer(textAt(sent, 'Key', 'Id') ?? '');
  if (existing === undefined) throw failure('notFound', 'Key');
  const problems = new Problems();
  const value = intoColumns(sent, CUSTOMER_COLUMNS, context.switches, problems);
  const addresses = mergeAddresses(
    listAt(existing.value, 'Addresses', 'CustomerAddress'),
    ownAddresses(value, existing.id),
  );
  checkReferences(value, addresses, context, problems);
  if (textAt(value, 'Name') === '') problems.add('missingValue', 'Name');
  problems.throwIfAny();
  const now = localTime(context.nowMs);
  return {
    ...existing,
    updates: existing.updates + 1,
    value: {
      ...existing.value,
      ...given(value),
      Key: { Id: existing.id },
      CreatedDate: textAt(existing.value, 'CreatedDate') ?? now,
      ModifiedDate: now,
      LastModifiedDate: now,
      Addresses: { CustomerAddress: addresses },
    },
  };
}

function given(value: ValueObject): ValueObject {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}

function ownAddresses(value: ValueObject, customerId: string): ValueObject[] {
  return listAt(value, 'Addresses', 'CustomerAddress').map((address) => ({
    ...address,
    Key: { ...objectAt(address, 'Key'), CustomerKey: { Id: customerId }, Id: addressId(address) },
  }));
}

function addressId(address: ValueObject): string {
  return normalId(textAt(address, 'Key', 'Id') ?? '');
}

function mergeAddresses(existing: readonly ValueObject[], sent: readonly ValueObject[]): ValueObject[] {
  const merged = new Map(existing.map((address) => [addressId(address), address]));
  for (const address of sent) {
    const id = addressId(address);
    if (textAt(address, 'DeleteOnUpdate') === 'true') merged.delete(id);
    else merged.set(id, { ...merged.get(id), ...given(address) });
  }
  return [...merged.values()];
}

function checkReferences(
  value: ValueObject,
  addresses: readonly ValueObject[],
  { company }: RuleContext,
  problems: Problems,
): void {
  const id = (member: string): string | undefined => textAt(value, member, 'Id') || undefined;
  const classId = id('ClassKey');
  if (classId !== undefined && !company.has('customerClasses', classId)) problems.add('unknownClass', 'ClassKey');
  const terms = id('PaymentTermsKey');
  if (terms !== undefined && !company.has('paymentTerms', terms)) problems.add('unknownTerms', 'PaymentTermsKey');
  const code: Value | undefined = textAt(value, 'CurrencyKey', 'ISOCode') || undefined;
  const currency = code === undefined ? undefined : company.currency(code);
  if (code !== undefined && (currency === undefined || currency.enabled === false)) {
    problems.add('currencyNotEnabled', 'CurrencyKey');
  }
  const ids = addresses.map(addressId);
  if (ids.includes('')) problems.add('missingValue', 'Addresses.Key');
  for (const member of ['DefaultAddressKey', 'ShipToAddressKey', 'BillToAddressKey', 'StatementToAddressKey']) {
    const address = id(member);
    if (address !== undefined && !ids.includes(normalId(address))) problems.add('unknownAddress', member);
  }
}
