import type { GpAddress, GpCustomer } from '../documents/gp-document.js';
import { isSameId } from './same-id.js';
import { CurrencyKey } from './schema/common-types.js';
import {
  Customer,
  CustomerAddress,
  CustomerClassKey,
  InternetAddresses,
  PhoneNumber,
} from './schema/customer-types.js';
import { build, type BuildOptions, type StructType, type StructValue } from './schema/schema-type.js';
import { withMember, withText } from './set-member.js';
import { elementAt, elementsOf, isNil, trimmedAt, type XmlElement } from './xml/xml-element.js';

/** A new customer with its one address; all else is left to GP and the customer's class. */
export function customerValue(customer: GpCustomer): StructValue {
  const { id, name, classId, currency, taxRegistrationNumber, addressId } = customer;
  return {
    Key: { Id: id },
    Name: name,
    ClassKey: classId === undefined ? undefined : { Id: classId },
    DefaultAddressKey: { CustomerKey: { Id: id }, Id: addressId },
    TaxRegistrationNumber: taxRegistrationNumber,
    CurrencyKey: currency === undefined ? undefined : { ISOCode: currency },
    Addresses: { CustomerAddress: [addressValue(customer)] },
  };
}

function addressValue(customer: GpCustomer): StructValue {
  const { id, addressId, address, phone, contact, email } = customer;
  return {
    ...postalValue(address),
    Phone1: phone === undefined ? undefined : { Value: phone },
    ContactPerson: contact,
    InternetAddresses: email === undefined ? undefined : { EmailToAddress: email },
    Key: { CustomerKey: { Id: id }, Id: addressId },
  };
}

function postalValue(address: GpAddress | undefined) {
  const [line1, line2, line3] = address?.lines ?? [];
  const { city, state, postalCode, country } = address ?? {};
  return {
    Line1: line1,
    Line2: line2,
    Line3: line3,
    City: city,
    State: state,
    PostalCode: postalCode,
    CountryRegion: country,
  };
}

/** The customer as GP gave it, with what is ours changed; what we do not state stays. */
export function updatedCustomer(card: XmlElement, customer: GpCustomer, options: BuildOptions): XmlElement {
  const { name, classId, currency, taxRegistrationNumber } = customer;
  let changed: XmlElement = { ...card, name: 'customer', attributes: [] };
  changed = withText(changed, Customer, 'Name', name);
  // a customer's class is a person's choice once there is one
  if (classId !== undefined && elementAt(card, 'ClassKey', 'Id') === undefined) {
    changed = withKey(changed, 'ClassKey', CustomerClassKey, { Id: classId }, options);
  }
  changed = withText(changed, Customer, 'TaxRegistrationNumber', taxRegistrationNumber);
  if (currency !== undefined) changed = withKey(changed, 'CurrencyKey', CurrencyKey, { ISOCode: currency }, options);
  return withAddress(changed, customer, options);
}

/** Another key takes the place of the whole: what else GP gave with it belongs to the old one. */
function withKey(
  card: XmlElement,
  member: string,
  type: StructType,
  value: StructValue,
  options: BuildOptions,
): XmlElement {
  const [idMember = ''] = Object.keys(value);
  if (trimmedAt(card, member, idMember) === value[idMember]) return card;
  return withMember(card, Customer, build(member, type, value, options));
}

function withAddress(card: XmlElement, customer: GpCustomer, options: BuildOptions): XmlElement {
  const list = elementAt(card, 'Addresses');
  const present = elementsOf(list, 'CustomerAddress').filter((address) => !isNil(address));
  const ours = present.find((address) => isSameId(trimmedAt(address, 'Key', 'Id'), customer.addressId));
  const added = build('CustomerAddress', CustomerAddress, addressValue(customer), options);
  const addresses =
    ours === undefined
      ? [...present, added]
      : present.map((each) => (each === ours ? updatedAddress(each, customer, options) : each));
  const empty = build('Addresses', { ...CustomerAddress, members: [] }, {}, options);
  return withMember(card, Customer, { ...(list ?? empty), attributes: [], children: addresses });
}

function updatedAddress(address: XmlElement, customer: GpCustomer, options: BuildOptions): XmlElement {
  let changed = address;
  if (customer.address !== undefined) {
    // an address is one thing: a line we do not have is none
    for (const [member, text = ''] of Object.entries(postalValue(customer.address))) {
      changed = withText(changed, CustomerAddress, member, text);
    }
  }
  changed = withText(changed, CustomerAddress, 'ContactPerson', customer.contact);
  changed = withPart(changed, 'Phone1', PhoneNumber, 'Value', customer.phone, options);
  return withPart(changed, 'InternetAddresses', InternetAddresses, 'EmailToAddress', customer.email, options);
}

/** Sets one text within a part of the address and leaves the rest of the part. */
function withPart(
  address: XmlElement,
  part: string,
  type: StructType,
  member: string,
  text: string | undefined,
  options: BuildOptions,
): XmlElement {
  if (text === undefined) return address;
  const present = elementAt(address, part) ?? build(part, type, {}, options);
  return withMember(address, CustomerAddress, withText(present, type, member, text));
}
