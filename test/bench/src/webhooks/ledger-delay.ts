import { setTimeout as delay } from 'node:timers/promises';
import {
  BillingDesk,
  CHARGEBEE,
  CREDENTIALS,
  SiteApi,
  waitForLedgerRest,
  WEBHOOK_USER,
  type GpRequest,
} from '@ledgerbridge/sandbox';
import { seededRandom, until } from '@ledgerbridge/testing';
import { webhookOf, type BenchBridge } from './bench-bridge.js';
import { percentile } from './figures.js';

export interface Delay {
  readonly invoices: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

const WRITING = 'CreateReceivablesInvoice';
/** No invoice may meet the same moment of whatever goes on by the clock. */
const LONGEST_PAUSE_MS = 1_000;

/**
 * From just before an invoice is made at the site until GP has answered the call that creates it, webhook, API and
 * Kafka between; one invoice at a time, each when all is at rest.
 */
export async function ledgerDelay(bridge: BenchBridge, invoices: number): Promise<Delay> {
  const { chargebee, chargebeeUrl } = bridge.simulators;
  const { origin, path } = webhookOf(bridge, CHARGEBEE);
  const url = `${origin}${path}`;
  await chargebee.ensureWebhook({ url, username: WEBHOOK_USER, password: CREDENTIALS.webhookPassword });
  const desk = new BillingDesk(new SiteApi(chargebeeUrl, CREDENTIALS.chargebeeKey));
  await desk.customer({ id: 'bench', company: 'Bench Ltd', preferred_currency_code: 'USD' });
  const random = seededRandom(1);
  let last = await bill(bridge, desk, 0);
  const delays: number[] = [];
  for (let number = 0; number < invoices; number += 1) {
    await rest(bridge);
    await delay(random() * LONGEST_PAUSE_MS);
    last = await bill(bridge, desk, last.sequence);
    delays.push(last.afterMs);
  }
  return { invoices, p50Ms: percentile(delays, 0.5), p95Ms: percentile(delays, 0.95) };
}

/** One invoice; how long after it GP had answered. */
async function bill({ simulators }: BenchBridge, desk: BillingDesk, after: number) {
  const beganAt = Date.now();
  await desk.invoice('bench', 'USD', [{ amount: 12_345, description: 'Consulting' }]);
  const [created] = await until(
    async () => {
      const calls = await simulators.gp.requests(WRITING, after);
      return calls.some(isAnswered) && calls.filter(isAnswered);
    },
    { timeoutMs: 60_000, what: 'the invoice in GP' },
  );
  if (created === undefined) throw new Error('no call created the invoice');
  return { sequence: created.sequence, afterMs: Date.parse(created.at) + created.durationMs - beganAt };
}

function isAnswered(call: GpRequest): call is GpRequest & { readonly durationMs: number } {
  return call.outcome === 'ok' && call.durationMs !== undefined;
}

function rest({ simulators, api }: BenchBridge): Promise<void> {
  const [audit, gateway, writer] = [api('audit'), api('chargebee-gateway'), api('gp-writer')];
  return waitForLedgerRest({ audit, gateway, writer, simulators });
}
