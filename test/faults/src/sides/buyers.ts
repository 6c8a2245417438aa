import type { RunningSimulators } from '@ledgerbridge/sandbox';

/** Customers whose invoices are known to arrive, by their SYSPRO codes, sorted: those that can be given another one. */
export async function buyersIn({
  syspro,
  chargebee,
}: Pick<RunningSimulators, 'syspro' | 'chargebee'>): Promise<string[]> {
  const codes = new Set((await syspro.rows('ArCustomer')).map(({ Customer }) => (Customer ?? '').trim()));
  const invoiced = (await chargebee.objects('invoice')).map((invoice) => String(invoice['customer_id']));
  return [...new Set(invoiced)].filter((customer) => codes.has(customer)).sort();
}
