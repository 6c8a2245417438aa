import type { CreditAllocation, CreditNote } from '@ledgerbridge/contracts';
import { defined } from '../chargebee-request.js';
import { readDocument } from './document.mapper.js';
import {
  readAmount,
  readCurrency,
  readDescription,
  readKey,
  readMinor,
  readOptionalKey,
  readParts,
  readRequiredDay,
  voidedAtOf,
  type Resource,
} from './fields.js';
import type { ReadingContext } from './mapped-resource.js';
import { ResourceRejected, shapeOf } from './resource-rejected.js';

const STATUSES: Readonly<Record<string, CreditNote['status']>> = {
  adjusted: 'settled',
  refunded: 'settled',
  refund_due: 'open',
  voided: 'voided',
};

/**
 * A credit note as the site holds it; its amounts are positive there too.
 * @see https://apidocs.chargebee.com/docs/api/credit_notes
 * @throws ResourceRejected
 */
export function mapCreditNote(resource: Resource, context: ReadingContext): CreditNote {
  const currency = readCurrency(resource);
  const id = readKey(resource, 'id');
  const status = statusOf(resource);
  return defined({
    number: id,
    customerId: readKey(resource, 'customer_id', 'CUSTOMER_MISSING'),
    invoiceId: readOptionalKey(resource, 'reference_invoice_id'),
    status,
    reason: reasonOf(resource),
    currency,
    issuedOn: readRequiredDay(resource, 'date', context.timeZone),
    ...readDocument(resource, currency, context, { allowSummary: true }),
    allocations: allocationsOf(resource, currency),
    voidedAt: voidedAtOf(resource, status),
    origin: context.origins.of('credit-note', id),
  });
}

function statusOf({ status, deleted }: Resource): CreditNote['status'] {
  if (deleted === true) return 'deleted';
  const mapped = typeof status === 'string' ? STATUSES[status] : undefined;
  if (mapped === undefined) throw new ResourceRejected('status', shapeOf(status), 'STATUS_UNKNOWN');
  return mapped;
}

/** `write_off` is the site's own word and decides what becomes of the note; else the reason a person chose. */
function reasonOf(resource: Resource): string | undefined {
  if (resource['reason_code'] === 'write_off') return 'write_off';
  return readDescription(resource, 'create_reason_code', 100) ?? readDescription(resource, 'reason_code', 100);
}

function allocationsOf(resource: Resource, currency: string): CreditAllocation[] {
  return readParts(resource, 'allocations')
    .filter((allocation) => (readMinor(allocation, 'allocated_amount') ?? 0) !== 0)
    .map((allocation) => ({
      invoiceId: readKey(allocation, 'invoice_id'),
      amount: readAmount(allocation, 'allocated_amount', currency),
    }));
}
