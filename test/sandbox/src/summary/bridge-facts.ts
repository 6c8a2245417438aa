import type { BridgeApi } from '../bridge/bridge-api.js';
import { CHARGEBEE } from '../bridge/connections-file.js';

export interface PublishedEvent {
  readonly eventId: string;
  readonly type: string;
  readonly sourceId: string;
  readonly sequence: string;
  readonly currency?: string;
  /** Total of a document, amount of a payment; below zero where a payment is taken back. */
  readonly amount?: string;
}

export interface DeliveryFact {
  readonly id: string;
  readonly eventId: string;
  readonly record: { readonly type: string; readonly sourceId: string };
  readonly state: string;
  readonly reason?: string;
}

interface EventView {
  readonly headers: Readonly<Record<string, string>>;
  readonly data?: {
    readonly currency?: string;
    readonly totals?: { readonly total?: string };
    readonly amount?: string;
    readonly kind?: string;
    readonly sourceRow?: string;
  };
}

const BILLING_TOPICS = ['customers', 'invoices', 'payments', 'credit-notes', 'subscriptions'].map(
  (name) => `billing.${name}.v1`,
);

/** Every canonical event in the trail, each id once (the relay may repeat one). */
export async function publishedEvents(audit: BridgeApi): Promise<PublishedEvent[]> {
  const events = new Map<string, PublishedEvent>();
  for (const topic of BILLING_TOPICS) {
    for await (const { headers, data } of audit.all<EventView>(`/v1/events?topic=${topic}&limit=500&order=asc`)) {
      const [type = '', ...rest] = (headers['ce_subject'] ?? '').split('/');
      const eventId = headers['ce_id'] ?? '';
      events.set(eventId, {
        eventId,
        type,
        sourceId: rest.join('/'),
        sequence: headers['ce_sequence'] ?? '',
        ...moneyOf(data),
      });
    }
  }
  return [...events.values()];
}

function moneyOf(data: EventView['data']): Pick<PublishedEvent, 'currency' | 'amount'> {
  const amount = data?.totals?.total ?? data?.amount;
  if (amount === undefined) return {};
  return { currency: data?.currency ?? '', amount: data?.kind === 'reversal' ? `-${amount}` : amount };
}

/** Source rows rejected by name, `<connection>/<type>/<source id>`, each once. */
export async function rejectedRows(audit: BridgeApi): Promise<Set<string>> {
  const rows = new Set<string>();
  for await (const { data } of audit.all<EventView>('/v1/events?topic=bridge.dead-letters.v1&limit=500&order=asc')) {
    if (data?.sourceRow !== undefined) rows.add(data.sourceRow);
  }
  return rows;
}

export async function deliveries(gateway: BridgeApi): Promise<DeliveryFact[]> {
  const found: DeliveryFact[] = [];
  for await (const delivery of gateway.all<DeliveryFact>(`/v1/deliveries?connection=${CHARGEBEE}&limit=500`))
    found.push(delivery);
  return found;
}

export async function deliveryCounts(gateway: BridgeApi): Promise<Record<string, number>> {
  const page = await gateway.get<{ counts: Record<string, number> }>(`/v1/deliveries?connection=${CHARGEBEE}&limit=1`);
  return page.counts;
}
