import { addDecimals, isZeroDecimal, type DecimalString, type Invoice } from '@ledgerbridge/contracts';
import type { MappingSettings } from '../mapping-settings.js';
import type { InvoiceRow } from '../odata/wire.js';
import { readAmount } from './fields.js';
import { unlessRejected } from './rejection.js';

/**
 * What is still owed. InvoiceBal1 is what is owed now; 2 and 3 are what was owed at the end of the two periods before.
 * @throws RowRejected NOT_A_NUMBER
 */
export function readBalance(header: InvoiceRow, balance: MappingSettings['balance']): DecimalString {
  const current = readAmount(header, 'InvoiceBal1');
  if (balance === 'current') return current;
  return addDecimals(current, readAmount(header, 'InvoiceBal2'), readAmount(header, 'InvoiceBal3'));
}

/** Nothing is owed any more, by payment or by credit. False for a balance that cannot be read: its row is rejected anyway. */
export function isSettled(header: InvoiceRow, balance: MappingSettings['balance']): boolean {
  return unlessRejected(() => isZeroDecimal(readBalance(header, balance))) ?? false;
}

/**
 * `paid` makes a target record a payment of the whole amount. Where a credit note settled the invoice, wholly or in
 * part, there was no such payment: it stays `open`, and the credit note settles it in the target too.
 */
export function invoiceStatus(balance: DecimalString, isCredited: boolean): Invoice['status'] {
  return isZeroDecimal(balance) && !isCredited ? 'paid' : 'open';
}
