import type { BridgeApi } from '../bridge/bridge-api.js';
import { CHARGEBEE, SYSPRO } from '../bridge/connections-file.js';

export interface PublishedEvent {
  readonly eventId: string;
  readonly type: string;
  readonly sourceId: string;
  readonly sequence: string;
  readonly currency?: string;
  /** Total of a document, amount of a payment; below zero where a payment is taken back. */
  readonly amount?: string;
  readonly status?: string;
  /** Of a payment: payment, refund or reversal. */
  readonly kind?: string;
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
    readonly status?: string;
    readonly sourceRow?: string;
  };
}

const BILLING_TOPICS = ['customers', 'invoices', 'payments', 'credit-notes', 'subscriptions'].map(
  (name) => `billing.${name}.v1`,
);

/** Every canonical event of a connection in the trail, each id once (the relay may repeat one). */
export async function publishedEvents(audit: BridgeApi, connection = SYSPRO): Promise<PublishedEvent[]> {
  const events = new Map<string, PublishedEvent>();
  for (const topic of BILLING_TOPICS) {
    const path = `/v1/events?topic=${topic}&connection=${connection}&limit=500&order=asc`;
    for await (const { headers, data } of audit.all<EventView>(path)) {
      const [type = '', ...rest] = (headers['ce_subject'] ?? '').split('/');
      const eventId = headers['ce_id'] ?? '';
      events.set(eventId, {
        eventId,
        type,
        sourceId: rest.join('/'),
        sequence: headers['ce_sequence'] ?? '',
        ...(data?.status === undefined ? {} : { status: data.status }),
        ...(data?.kind === undefined ? {} : { kind: data.kind }),
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

/** Source rows of a connection rejected by name, `<connection>/<type>/<source id>`, each once. */
export async function rejectedRows(audit: BridgeApi, connection = SYSPRO): Promise<Set<string>> {
  const rows = new Set<string>();
  for await (const { data } of audit.all<EventView>('/v1/events?topic=bridge.dead-letters.v1&limit=500&order=asc')) {
    if (data?.sourceRow?.startsWith(`${connection}/`) === true) rows.add(data.sourceRow);
  }
  return rows;
}

export async function deliveries(writer: BridgeApi, connection = CHARGEBEE): Promise<DeliveryFact[]> {
  const found: DeliveryFact[] = [];
  for await (const delivery of writer.all<DeliveryFact>(`/v1/deliveries?connection=${connection}&limit=500`))
    found.push(delivery);
  return found;
}

export async function deliveryCounts(writer: BridgeApi, connection = CHARGEBEE): Promise<Record<string, number>> {
  const page = await writer.get<{ counts: Record<string, number> }>(`/v1/deliveries?connection=${connection}&limit=1`);
  return page.counts;
}
