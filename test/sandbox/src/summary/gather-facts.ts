import type { RunView } from '../bridge/sync.js';
import type { RunningServices } from '../processes/services.js';
import type { RunningSimulators } from '../processes/simulators.js';
import type { Facts } from './facts.js';
import { deliveries, publishedEvents, rejectedRows } from './bridge-facts.js';

/** Asks every side for its own figures; none is derived from another's. */
export async function gatherFacts(
  services: Pick<RunningServices, 'api'>,
  simulators: RunningSimulators,
  lastRun: RunView,
): Promise<Facts> {
  const { audit, 'chargebee-gateway': gateway } = services.api;
  const { syspro, chargebee } = simulators;
  const { site } = await chargebee.summary();
  const invoiceTotals = Object.entries(site.invoices.totals).map(([currency, sums]) => [currency, sums.total ?? '0']);
  return {
    customers: await syspro.rows('ArCustomer'),
    invoices: await syspro.rows('ArInvoice'),
    traps: await syspro.traps(),
    lastRun,
    events: await publishedEvents(audit),
    rejected: await rejectedRows(audit),
    deliveries: await deliveries(gateway),
    chargebee: {
      customers: site.customers.count,
      invoices: site.invoices.count,
      totals: Object.fromEntries(invoiceTotals) as Record<string, string>,
    },
    auditVerified: (await audit.get<{ ok: boolean }>('/v1/audit/verify')).ok,
  };
}
