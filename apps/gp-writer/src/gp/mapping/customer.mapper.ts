import type { Address, Customer } from '@ledgerbridge/contracts';
import type { GpAddress, GpCustomer } from '../documents/gp-document.js';
import type { MappingSettings, TextMode } from '../mapping-settings.js';
import { cleanText, fitText, isReadable } from './fit-text.js';
import { LIMITS } from './limits.js';

export interface MappedCustomer {
  readonly customer: GpCustomer;
  /** Which values GP has no room for and were left out, without the values themselves. */
  readonly notes: readonly string[];
}

/**
 * A customer as GP's card has it. Never refused: what merely describes is cut, and an e-mail address, phone or tax number
 * that does not fit is left out, because half of it would name somebody else.
 */
export function toGpCustomer(customer: Customer, id: string, mapping: MappingSettings): MappedCustomer {
  const fields = new Fields(mapping.text);
  const { billingAddress, currency } = customer;
  const email = fields.whole('email', firstEmail(customer), mapping.email.maxLength);
  const phone = fields.whole('phone', customer.phone, LIMITS.phone);
  const taxNumber = fields.whole('taxNumber', customer.taxNumber, LIMITS.taxRegistrationNumber);
  const contact = fields.text(personName(customer), LIMITS.contact);
  const address = billingAddress === undefined ? undefined : toGpAddress(billingAddress, fields);
  return {
    customer: {
      id,
      name: nameOf(customer, id, mapping.text),
      addressId: mapping.addressId,
      ...(email === undefined ? {} : { email }),
      ...(phone === undefined ? {} : { phone }),
      ...(currency === undefined ? {} : { currency }),
      ...(mapping.customerClass === undefined ? {} : { classId: mapping.customerClass }),
      ...(address === undefined ? {} : { address }),
      ...(contact === undefined ? {} : { contact }),
      ...(taxNumber === undefined ? {} : { taxRegistrationNumber: taxNumber }),
    },
    notes: fields.notes,
  };
}

/** The first of company, person, e-mail address and number that can be read; GP takes no customer without a name. */
function nameOf(customer: Customer, id: string, mode: TextMode): string {
  const candidates = [customer.name, personName(customer), firstEmail(customer), customer.number];
  const names = candidates.map((name) => fitText(name, LIMITS.customerName, mode) ?? '');
  return names.find(isReadable) ?? id;
}

function personName({ firstName, lastName }: Customer): string {
  return `${firstName ?? ''} ${lastName ?? ''}`.trim();
}

function firstEmail({ emails }: Customer): string | undefined {
  return emails.find((email) => email.trim() !== '');
}

/** A fourth line and those after it join the third. */
function toGpAddress(address: Address, fields: Fields): GpAddress {
  const lines = address.lines.map((line) => fields.clean(line)).filter((line) => line !== '');
  const three = lines.length <= 3 ? lines : [...lines.slice(0, 2), lines.slice(2).join(', ')];
  const city = fields.text(address.city, LIMITS.city);
  const state = fields.text(address.region, LIMITS.state);
  const postalCode = fields.text(address.postalCode, LIMITS.postalCode);
  const country = fields.text(address.country, LIMITS.country);
  return {
    lines: three.map((line) => fields.text(line, LIMITS.addressLine) ?? ''),
    ...(city === undefined ? {} : { city }),
    ...(state === undefined ? {} : { state }),
    ...(postalCode === undefined ? {} : { postalCode }),
    ...(country === undefined ? {} : { country }),
  };
}

class Fields {
  readonly notes: string[] = [];

  constructor(private readonly mode: TextMode) {}

  clean(value: string | undefined): string {
    return cleanText(value, this.mode);
  }

  text(value: string | undefined, max: number): string | undefined {
    return fitText(value, max, this.mode);
  }

  whole(field: string, value: string | undefined, max: number): string | undefined {
    const text = this.clean(value);
    if (text !== cleanText(value, 'unicode')) return this.leftOut(field, `GP's code page lacks some of its characters`);
    if (text.length > max) return this.leftOut(field, `${text.length} characters, GP takes ${max}`);
    return text === '' ? undefined : text;
  }

  private leftOut(field: string, why: string): undefined {
    this.notes.push(`${field} left out: ${why}`);
  }
}
