import type { ChargebeeControls, ChargebeeObject } from '@ledgerbridge/sandbox';

/** A customer the site does not take: its id belongs to one that was deleted there. */
export interface Obstacle {
  readonly customer: string;
}

/** Puts it in the way before anything is delivered. @param customer one that has invoices */
export async function putInTheWay(chargebee: ChargebeeControls, customer: string): Promise<Obstacle> {
  await chargebee.put('customer', deletedCustomer(customer));
  return { customer };
}

/** The customer is found under its id from now on, as when somebody has restored it. */
export async function takeAway(chargebee: ChargebeeControls, { customer }: Obstacle): Promise<void> {
  await chargebee.put('customer', { ...deletedCustomer(customer), deleted: false });
}

/** Of all rows of ArInvoice. */
export function busiestCustomer(invoices: readonly Readonly<Record<string, string | null>>[]): string {
  const counts = new Map<string, number>();
  for (const { Customer } of invoices) {
    const id = (Customer ?? '').trim();
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const [first] = [...counts].sort(([left, few], [right, many]) => many - few || (left < right ? -1 : 1));
  if (first === undefined) throw new Error('the company has no invoices');
  return first[0];
}

function deletedCustomer(id: string): ChargebeeObject {
  return {
    ...{ id, object: 'customer', deleted: true, company: 'Somebody else', auto_collection: 'off' },
    ...{ net_term_days: 0, allow_direct_debit: false, taxability: 'taxable', preferred_currency_code: 'ZAR' },
    ...{ created_at: 1_767_225_600, updated_at: 1_767_225_600, resource_version: 1_767_225_600_000 },
  };
}
