import type { ItemPrice } from '../resources/billing/item-prices.js';
import type { SiteTax } from '../resources/billing/price-document.js';
import type { NewWebhook } from '../resources/webhook-endpoints/webhook-endpoint.js';

/** An API key of a site. Its name is the `user` of the events it causes. */
export interface ApiKeyOptions {
  name: string;
  secret: string;
  access: 'full' | 'read-only';
}

/** One Chargebee site. Requests find their site by the API key, which no two sites may share. */
export interface SiteOptions {
  /** Such as `acme-test`. */
  name: string;
  keys: readonly ApiKeyOptions[];
  /** ISO 4217; the first is the base currency. With more than one, `currency_code` is required on documents. */
  currencies: readonly string[];
  /** Overrides the switch of the same name for this site; null is no ceiling. */
  requestsPerMinute?: number | null;
  /** Names, with `cf_`, of the custom fields this site has. */
  customFields?: { customer?: readonly string[]; invoice?: readonly string[]; credit_note?: readonly string[] };
  /** The catalogue: item prices that lines and subscriptions may name, others are unknown. A bare id is a monthly plan of 10.00. */
  itemPrices?: readonly (string | ItemPrice)[];
  /** Taxes on what the site bills itself; none when absent. */
  taxes?: readonly SiteTax[];
  /** Of what the site bills itself; `tax_exclusive` when absent. */
  priceType?: 'tax_exclusive' | 'tax_inclusive';
  /** Before the site's own invoice numbers (none when absent) and credit note numbers (`CN-`). */
  invoicePrefix?: string;
  creditNotePrefix?: string;
  /** Reason codes credit notes may be created with; those of a new site when absent. */
  creditNoteReasons?: readonly string[];
  /** Where events are posted to from the start. */
  webhooks?: readonly NewWebhook[];
}

/** What a new site comes with. */
export const CREDIT_NOTE_REASONS: readonly string[] = [
  'Write Off',
  'Subscription Change',
  'Subscription Cancellation',
  'Subscription Pause',
  'Chargeback',
  'Product Unsatisfactory',
  'Service Unsatisfactory',
  'Order Change',
  'Order Cancellation',
  'Waiver',
  'Other',
  'Fraudulent',
];

/** The site that is there when none is named. */
export const DEFAULT_SITE: SiteOptions = {
  name: 'acme-test',
  keys: [
    { name: 'bridge', secret: 'test_simulator_full_access', access: 'full' },
    { name: 'reader', secret: 'test_simulator_read_only', access: 'read-only' },
  ],
  currencies: ['USD', 'EUR', 'ZAR'],
};

/** @throws Error for no sites, a name or key used twice, or a currency that is not three capital letters */
export function assertSites(sites: readonly SiteOptions[]): void {
  if (sites.length === 0) throw new Error('at least one site is needed');
  assertDistinct(
    'site name',
    sites.map((site) => site.name),
  );
  assertDistinct(
    'API key',
    sites.flatMap((site) => site.keys.map((key) => key.secret)),
  );
  for (const site of sites) {
    if (site.currencies.length === 0) throw new Error(`site ${site.name} has no currency`);
    const odd = site.currencies.find((code) => !/^[A-Z]{3}$/.test(code));
    if (odd !== undefined) throw new Error(`site ${site.name}: ${odd} is not an ISO 4217 code`);
  }
}

function assertDistinct(what: string, values: readonly string[]): void {
  if (new Set(values).size !== values.length) throw new Error(`a ${what} is used twice`);
}
