import { isNotFound } from '../error-classifier.js';
import type { GpCustomer } from '../documents/gp-document.js';
import type { FoundCustomer } from '../gp-gateway.port.js';
import { GpError } from '../gp.errors.js';
import { customerValue, updatedCustomer } from './customer-values.js';
import { companyContext } from './envelope.js';
import { isTrueAt } from './found-document.js';
import { CustomerKey } from './schema/common-types.js';
import { Customer } from './schema/customer-types.js';
import { isSameId } from './same-id.js';
import { build } from './schema/schema-type.js';
import type { SoapCaller } from './soap-caller.js';
import type { ValidationLog } from './validation-log.js';
import type { WriteCalls } from './write-calls.js';
import { elementAt, elementsOf, trimmedAt, type XmlElement } from './xml/xml-element.js';

/** Customers of GP: found, created, and changed in what is ours. */
export class Customers {
  constructor(
    private readonly caller: SoapCaller,
    private readonly writes: WriteCalls,
    private readonly log: ValidationLog,
  ) {}

  async find(id: string): Promise<FoundCustomer | undefined> {
    const card = await this.card(id);
    if (card === undefined) return undefined;
    const { addressId } = this.caller.settings.mapping;
    const addresses = elementsOf(elementAt(card, 'Addresses'), 'CustomerAddress');
    const ours = addresses.find((address) => isSameId(trimmedAt(address, 'Key', 'Id'), addressId));
    return {
      id: trimmedAt(card, 'Key', 'Id') ?? id,
      name: trimmedAt(card, 'Name'),
      currency: trimmedAt(card, 'CurrencyKey', 'ISOCode'),
      classId: trimmedAt(card, 'ClassKey', 'Id'),
      // a card that does not say so is not inactive
      isActive: trimmedAt(card, 'IsActive') === undefined || isTrueAt(card, 'IsActive'),
      isOnHold: isTrueAt(card, 'IsOnHold'),
      email: trimmedAt(ours, 'InternetAddresses', 'EmailToAddress'),
    };
  }

  async create(customer: GpCustomer): Promise<void> {
    const element = build('customer', Customer, customerValue(customer), this.caller.settings.wire);
    await this.writes.send('CreateCustomer', () => element, personalOf(customer));
  }

  /** @throws GpError GP_VALIDATION when GP does not have the customer or does not show it */
  async update(customer: GpCustomer): Promise<void> {
    const card = await this.card(customer.id);
    if (card === undefined) throw unknownCustomer();
    const changed = updatedCustomer(card, customer, this.caller.settings.wire);
    await this.writes.send('UpdateCustomer', () => changed, personalOf(customer));
  }

  private async card(id: string): Promise<XmlElement | undefined> {
    const name = 'GetCustomerByKey';
    const key = build('key', CustomerKey, { Id: id }, this.caller.settings.wire);
    try {
      const response = await this.caller.call({ name, members: [key, companyContext(this.caller.settings)] }, this.log);
      return elementAt(response, `${name}Result`);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }
}

function personalOf({ name, email, phone, contact, address, taxRegistrationNumber }: GpCustomer) {
  const { lines = [], city, postalCode } = address ?? {};
  return [name, email, phone, contact, taxRegistrationNumber, ...lines, city, postalCode];
}

function unknownCustomer(): GpError {
  const operation = 'UpdateCustomer';
  const messages = [{ text: 'The customer does not exist or is not shown', properties: ['Key'], isWarning: false }];
  return new GpError('GP_VALIDATION', 'Dynamics GP does not show the customer', { operation, messages });
}
