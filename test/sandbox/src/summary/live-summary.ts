import type { RunningServices } from '../processes/services.js';
import type { RunningSimulators } from '../processes/simulators.js';
import { deliveryCounts } from './bridge-facts.js';

/** One line on what is where, for people watching. */
export async function liveLine(services: RunningServices, simulators: RunningSimulators): Promise<string> {
  const counts = await deliveryCounts(services.api['chargebee-gateway']);
  const shown = Object.entries(counts).filter(([, count]) => count > 0);
  const { site } = await simulators.chargebee.summary();
  const totals = Object.entries(site.invoices.totals).map(([currency, { total }]) => `${currency} ${total ?? '0'}`);
  return [
    `deliveries: ${shown.map(([state, count]) => `${state} ${count}`).join(', ') || 'none yet'}`,
    `Chargebee: ${site.customers.count} customers, ${site.invoices.count} invoices${totals.length > 0 ? ` (${totals.join(', ')})` : ''}, ${site.creditNotes.count} credit notes, ${site.transactions.count} payments`,
  ].join('  ·  ');
}
