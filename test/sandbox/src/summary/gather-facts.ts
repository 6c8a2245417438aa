import type { RunView } from '../bridge/sync.js';
import type { RunningServices } from '../processes/services.js';
import type { RunningSimulators } from '../processes/simulators.js';
import type { Facts, SiteObjects } from './facts.js';
import { deliveries, publishedEvents, rejectedRows } from './bridge-facts.js';

/** Asks every side for its own figures; none is derived from another's. */
export async function gatherFacts(
  services: Pick<RunningServices, 'api'>,
  simulators: RunningSimulators,
  lastRun: RunView,
): Promise<Facts> {
  const { audit, 'chargebee-gateway': gateway } = services.api;
  const { syspro } = simulators;
  return {
    source: {
      customers: await syspro.rows('ArCustomer'),
      documents: await syspro.rows('ArInvoice'),
      payments: await syspro.rows('ArInvoicePay'),
    },
    traps: await syspro.traps(),
    lastRun,
    events: await publishedEvents(audit),
    rejected: await rejectedRows(audit),
    deliveries: await deliveries(gateway),
    chargebee: await siteObjects(simulators),
    auditVerified: (await audit.get<{ ok: boolean }>('/v1/audit/verify')).ok,
  };
}

async function siteObjects({ chargebee }: RunningSimulators): Promise<Facts['chargebee']> {
  const { customers, invoices, creditNotes, transactions } = (await chargebee.summary()).site;
  return {
    customer: { count: customers.count, totals: {} },
    invoice: sumsOf(invoices, 'total'),
    'credit-note': sumsOf(creditNotes, 'total'),
    payment: sumsOf(transactions, 'payment'),
  };
}

function sumsOf(
  objects: { count: number; totals: Readonly<Record<string, Readonly<Record<string, string>>>> },
  name: string,
): SiteObjects {
  const totals = Object.entries(objects.totals).map(([currency, sums]) => [currency, sums[name] ?? '0']);
  return { count: objects.count, totals: Object.fromEntries(totals) as Record<string, string> };
}
