import { until } from '@ledgerbridge/testing';
import type { RunningSimulators } from '../processes/simulators.js';
import { deliveryCounts, publishedEvents } from '../summary/bridge-facts.js';
import type { BridgeApi } from './bridge-api.js';
import { CHARGEBEE, GP } from './connections-file.js';

const AT_WORK = ['pending', 'writing', 'retrying', 'in_doubt'] as const;
const REST_WITHIN_MS = 300_000;

export interface LedgerSide {
  readonly audit: BridgeApi;
  readonly gateway: BridgeApi;
  readonly writer: BridgeApi;
  readonly simulators: Pick<RunningSimulators, 'chargebee'>;
}

/**
 * Resolves when nothing is under way between the site and GP: every webhook is taken and worked on, every event it
 * brought has a delivery, and no delivery is at work.
 */
export async function waitForLedgerRest(side: LedgerSide): Promise<void> {
  let busy = '';
  await until(async () => (busy = await stillBusy(side)) === '', {
    timeoutMs: REST_WITHIN_MS,
    what: 'the ledger at rest',
  }).catch((cause: unknown) => {
    throw new Error(`no rest: ${busy}`, { cause });
  });
}

async function stillBusy({ audit, gateway, writer, simulators }: LedgerSide): Promise<string> {
  const { pending } = (await simulators.chargebee.summary()).site.webhooks;
  if (pending > 0) return `${pending} webhooks are on their way`;
  const receipts = await pendingReceipts(gateway);
  if (receipts > 0) return `${receipts} webhooks are not worked on`;
  const counts = await deliveryCounts(writer, GP);
  const atWork = AT_WORK.filter((state) => (counts[state] ?? 0) > 0);
  if (atWork.length > 0) return atWork.map((state) => `${counts[state]} deliveries ${state}`).join(', ');
  const landed = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const events = (await publishedEvents(audit, CHARGEBEE)).filter(({ type }) => type !== 'subscription').length;
  return events === landed ? '' : `${events} events, ${landed} deliveries`;
}

async function pendingReceipts(gateway: BridgeApi): Promise<number> {
  const metrics = await (await fetch(`${gateway.baseUrl}/metrics`)).text();
  const lines = [...metrics.matchAll(/^ledgerbridge_webhooks_pending(?:\{[^}]*\})? (\d+)$/gm)];
  return lines.reduce((sum, [, count]) => sum + Number(count), 0);
}
