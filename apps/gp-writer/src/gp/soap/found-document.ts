import type { FoundDocument } from '../gp-gateway.port.js';
import { trimmedAt, type XmlElement } from './xml/xml-element.js';

/** An invoice or memo of GP, or its row in a list. */
export function foundReceivables(document: XmlElement): FoundDocument {
  return found(document, 'DocumentAmount', trimmedAt(document, 'CustomerPONumber'));
}

/** A receipt of GP, or its row in a list. */
export function foundCashReceipt(receipt: XmlElement): FoundDocument {
  return found(receipt, 'Amount', undefined);
}

/** What GP leaves open is '': of no meaning to whoever compares, and no reason not to see the rest. */
function found(element: XmlElement, amountMember: string, purchaseOrder: string | undefined): FoundDocument {
  const currency = trimmedAt(element, 'CurrencyKey', 'ISOCode') ?? trimmedAt(element, amountMember, 'Currency');
  return {
    number: trimmedAt(element, 'Key', 'Id') ?? '',
    customerId: trimmedAt(element, 'CustomerKey', 'Id') ?? '',
    date: dayAt(element, 'Date') ?? '',
    currency: currency ?? '',
    amount: trimmedAt(element, amountMember, 'Value') ?? '',
    batchId: trimmedAt(element, 'BatchKey', 'Id'),
    glPostingDate: dayAt(element, 'GeneralLedgerPostingDate'),
    description: trimmedAt(element, 'Description'),
    purchaseOrder,
    isVoided: isTrueAt(element, 'IsVoided'),
  };
}

export function isTrueAt(element: XmlElement, member: string): boolean {
  const text = trimmedAt(element, member);
  return text === 'true' || text === '1';
}

/** The day as it is written, in nobody's zone; the first days of the calendar and of GP's stand for none. */
function dayAt(element: XmlElement, member: string): string | undefined {
  const day = /^\d{4}-\d{2}-\d{2}/u.exec(trimmedAt(element, member) ?? '')?.[0];
  return day === '0001-01-01' || day === '1900-01-01' ? undefined : day;
}
