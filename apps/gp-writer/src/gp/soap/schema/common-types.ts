import { DYNAMICS, GP, SECURITY } from '../xml/namespaces.js';
import { optional, required, struct, type Member, type StructType } from './schema-type.js';

/** What generated clients send for a moment that is not set. */
export const NO_MOMENT = '0001-01-01T00:00:00';

const CompanyKey = struct('CompanyKey', [{ ...required('Id'), namespace: DYNAMICS }], DYNAMICS);
const RoleKey = struct('RoleKey', [{ ...optional('Id'), namespace: SECURITY }], SECURITY);

function inDynamics(member: Member): Member {
  return { ...member, namespace: DYNAMICS };
}

export const Context = struct(
  'Context',
  [
    { ...inDynamics(optional('OrganizationKey', CompanyKey)), isTyped: true },
    inDynamics(optional('CultureName')),
    inDynamics(required('CurrencyType')),
    inDynamics(optional('RoleKey', RoleKey)),
  ],
  DYNAMICS,
);

/** Keys begin with the key of their company, which the context names once for all. */
export function keyType(name: string, members: readonly Member[] = [optional('Id')]): StructType {
  return struct(name, [optional('CompanyKey', CompanyKey), members]);
}

export const CustomerKey = keyType('CustomerKey');
export const CustomerAddressKey = keyType('CustomerAddressKey', [optional('CustomerKey', CustomerKey), optional('Id')]);
export const CurrencyKey = keyType('CurrencyKey', [optional('ISOCode')]);
export const ReceivablesDocumentKey = keyType('ReceivablesDocumentKey');
export const BatchKey = keyType('BatchKey', [
  optional('Source'),
  optional('Id'),
  required('CreatedDateTime', NO_MOMENT),
]);
export const GLAccountNumberKey = keyType('GLAccountNumberKey', [optional('Id'), required('IsEncrypted', 'false')]);

export const MoneyAmount = struct('MoneyAmount', [optional('Currency'), required('Value'), required('DecimalDigits')]);

/** Of a member whose declared type, Amount, is abstract. */
export function anyAmount(name: string): Member {
  return { ...optional(name, MoneyAmount), namespace: GP, isTyped: true };
}
