import type { Invoice } from '@ledgerbridge/contracts';
import { defined } from '../chargebee-request.js';
import { fromMinorUnits } from '../minor-units.js';
import { readAddress } from './address-state.mapper.js';
import { readTaxNumber } from './customer.mapper.js';
import { readDocument } from './document.mapper.js';
import {
  readCurrency,
  readDay,
  readKey,
  readMinor,
  readOptionalKey,
  readParts,
  readRequiredDay,
  readText,
  voidedAtOf,
  type Resource,
} from './fields.js';
import { ResourceNotCarried, type ReadingContext } from './mapped-resource.js';
import { ResourceRejected, shapeOf } from './resource-rejected.js';

/**
 * An invoice as the site holds it.
 * @see https://apidocs.chargebee.com/docs/api/invoices
 * @throws ResourceRejected
 * @throws ResourceNotCarried pending-invoice
 */
export function mapInvoice(resource: Resource, context: ReadingContext): Invoice {
  const status = statusOf(resource);
  const currency = readCurrency(resource);
  const id = readKey(resource, 'id');
  // a voided invoice keeps its amount_due at the site, and nobody owes it
  const due = status === 'voided' ? 0 : (readMinor(resource, 'amount_due') ?? 0);
  return defined({
    number: id,
    kind: 'invoice' as const,
    customerId: readKey(resource, 'customer_id', 'CUSTOMER_MISSING'),
    status,
    currency,
    issuedOn: readRequiredDay(resource, 'date', context.timeZone),
    dueOn: readDay(resource, 'due_date', context.timeZone),
    ...readDocument(resource, currency, context),
    balance: fromMinorUnits(due, currency),
    purchaseOrder: readText(resource, 'po_number', 100),
    subscriptionId: readOptionalKey(resource, 'subscription_id'),
    taxNumber: readTaxNumber(resource),
    billingAddress: readAddress(resource, 'billing_address'),
    voidedAt: voidedAtOf(resource, status),
    origin: context.origins.of('invoice', id),
  });
}

function statusOf(resource: Resource): Invoice['status'] {
  const { status, deleted } = resource;
  if (status === 'pending') throw new ResourceNotCarried('pending-invoice');
  if (deleted === true) return 'deleted';
  if (status === 'voided') return 'voided';
  if (status === 'paid') return isWrittenOff(resource) ? 'written-off' : 'paid';
  if (status === 'posted' || status === 'payment_due' || status === 'not_paid') return 'open';
  throw new ResourceRejected('status', shapeOf(status), 'STATUS_UNKNOWN');
}

/** Chargebee calls a written-off invoice `paid`: part of what is no longer due was given up. */
function isWrittenOff(resource: Resource): boolean {
  if ((readMinor(resource, 'write_off_amount') ?? 0) > 0) return true;
  return readParts(resource, 'adjustment_credit_notes').some(
    (note) => isWriteOff(note) && note['cn_status'] !== 'voided',
  );
}

function isWriteOff(note: Resource): boolean {
  return note['cn_reason_code'] === 'write_off';
}
