/** One row of a simulated table, columns as text. */
export type SourceRow = Readonly<Record<string, string | null>>;

export interface Trap {
  readonly entity: 'ArCustomer' | 'ArInvoice' | 'ArInvoicePay';
  readonly key: string;
  readonly trap: string;
  readonly outcome: 'published' | 'rejected' | 'deferred' | 'carried-later';
  readonly delivery?: 'delivered' | 'waiting' | 'skipped' | 'failed';
  /** What the delivery ends with, where the project fixes it. */
  readonly reason?: string;
  readonly note: string;
}

/** The control API of a simulator. */
export abstract class Controls {
  constructor(private readonly baseUrl: string) {}

  protected async call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.baseUrl}/__sim${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`simulator control ${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }
}

/** The simulated SYSPRO company from the inside. */
export class SysproControls extends Controls {
  async rows(entity: string): Promise<readonly SourceRow[]> {
    return (await this.call<{ items: SourceRow[] }>('GET', `/tables/${entity}`)).items;
  }

  async traps(): Promise<readonly Trap[]> {
    return (await this.call<{ traps: Trap[] }>('GET', '/expectations')).traps;
  }

  /** Posts an invoice of one ordinary line. */
  async postInvoice(customer: string): Promise<void> {
    await this.call('POST', '/invoices', { customer });
  }

  async renameTo(customer: string, name: string): Promise<void> {
    await this.call('PATCH', '/tables/ArCustomer', { key: { Customer: customer }, changes: { Name: name } });
  }

  /** Invoices seen without their lines get them now, as when SYSPRO's posting run ends. */
  async completeInvoices(): Promise<number> {
    const { withheld } = await this.call<{ withheld: number }>('GET', '/summary');
    if (withheld === 0) return 0;
    const late = (await this.traps()).filter((trap) => trap.outcome === 'deferred');
    for (const { key } of late) {
      const [customer = '', invoice = '', documentType = ''] = key.split('~');
      await this.call('POST', '/invoices/complete', { customer, invoice, documentType });
    }
    return late.length;
  }
}

/** One object of the simulated site, as its API shows it. */
export interface ChargebeeObject {
  readonly id: string;
  readonly [attribute: string]: unknown;
}

/** One request the simulated site has seen; `status` is absent when the connection was broken. */
export interface ChargebeeRequest {
  readonly sequence: number;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly operation?: string;
  readonly status?: number;
  readonly fault?: string;
  readonly replayed?: boolean;
}

interface CountAndMoney {
  readonly count: number;
  /** Currency → what is summed → sum. */
  readonly totals: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface SiteSummary {
  readonly customers: { readonly count: number };
  readonly invoices: CountAndMoney;
  readonly creditNotes: CountAndMoney;
  readonly transactions: CountAndMoney;
  readonly webhooks: WebhookCounts;
}

/** Calls of the site's webhooks. */
export interface WebhookCounts {
  readonly pending: number;
  readonly succeeded: number;
  readonly dropped: number;
  readonly duplicated: number;
  readonly failed: number;
}

/** The simulated Chargebee site from the inside. */
export class ChargebeeControls extends Controls {
  constructor(
    baseUrl: string,
    private readonly site: string,
  ) {
    super(baseUrl);
  }

  async summary(): Promise<{ site: SiteSummary; requests: Readonly<Record<string, number>> }> {
    const { sites, requests } = await this.call<{
      sites: Record<string, SiteSummary>;
      requests: Record<string, number>;
    }>('GET', '/summary');
    const site = sites[this.site];
    if (site === undefined) throw new Error(`the simulator has no site ${this.site}`);
    return { site, requests };
  }

  /** Every object of a kind, deleted ones too, in order of creation. */
  async objects(kind: string): Promise<readonly ChargebeeObject[]> {
    return (await this.call<{ items: ChargebeeObject[] }>('GET', `/objects/${kind}`)).items;
  }

  /** Stores an object as it is, past every check. */
  async put(kind: string, value: object): Promise<void> {
    await this.call('POST', `/objects/${kind}`, value);
  }

  /** The latest requests, 5,000 at least, oldest first. */
  async requests(after = 0): Promise<readonly ChargebeeRequest[]> {
    return (await this.call<{ items: ChargebeeRequest[] }>('GET', `/requests?after=${after}`)).items;
  }

  async fault(plan: object): Promise<void> {
    await this.call('POST', '/faults', plan);
  }

  /** How often each plan was met. */
  async faults(): Promise<readonly { readonly fault: string; readonly seen: number; readonly used: number }[]> {
    return (await this.call<{ items: { fault: string; seen: number; used: number }[] }>('GET', '/faults')).items;
  }

  async clearFaults(): Promise<void> {
    await this.call('DELETE', '/faults');
  }

  /** Moves the simulator's clock forward: kept answers of idempotency keys are forgotten. */
  async advanceClock(advanceMs: number): Promise<void> {
    await this.call('POST', '/clock', { advanceMs });
  }

  async set(switches: object): Promise<void> {
    await this.call('POST', '/switches', switches);
  }

  /** Where the site tells of its events from now on. */
  async ensureWebhook(endpoint: { url: string; username: string; password: string }): Promise<void> {
    const { items } = await this.call<{ items: { url: string }[] }>('GET', '/webhooks');
    if (!items.some(({ url }) => url === endpoint.url)) await this.call('POST', '/webhooks', endpoint);
  }

  /** Gives a customer something to pay with by itself. */
  async setPaymentMethod(method: {
    customerId: string;
    type: 'card' | 'direct_debit';
    fails?: boolean;
  }): Promise<void> {
    await this.call('POST', '/billing/payment-method', method);
  }

  /** What the bank or gateway says of a payment later. */
  async settle(transactionId: string, outcome: 'success' | 'failure' | 'reversed'): Promise<void> {
    await this.call('POST', '/billing/settle', { transactionId, outcome });
  }

  /** Renewals, collections and dunning that are due by the site's clock. */
  async runBilling(): Promise<void> {
    await this.call('POST', '/billing/run');
  }

  /** Every event once more. */
  async replayWebhooks(options: { shuffle?: boolean } = {}): Promise<void> {
    await this.call('POST', '/webhooks/replay', options);
  }
}
