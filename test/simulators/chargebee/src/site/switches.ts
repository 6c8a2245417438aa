/** Behaviours that tests change while the simulator runs. */
export interface Switches {
  /** Requests a site may make within 60 seconds; null is no ceiling. A site's own setting wins. */
  requestsPerMinute: number | null;
  maxConcurrentGets: number;
  maxConcurrentPosts: number;
  /** GETs are answered 429 while writes go on, as for a site flagged for going over its limit. */
  blockGets: boolean;
  /** Whether a 429 for the request limit names the seconds to wait. */
  retryAfter: boolean;
  /** Milliseconds between accepting a request and carrying it out. */
  latencyMs: number;
  /** Refuse a write while another one of the same customer is in flight. */
  customerLock: boolean;
  /** What a repeated idempotency key gets while the first request is in flight. */
  inFlightDuplicate: 'lock-timeout' | 'wait';
  /** Keep 4xx answers (not 429) under their idempotency key as well. */
  replayErrors: boolean;
  /** Which headers a retry must repeat: all but volatile ones, only `chargebee-*`, or none. */
  idempotencyHeaders: 'all' | 'chargebee' | 'none';
  strictUnknownParams: boolean;
  checkAddresses: boolean;
  /** Imported lines, discounts, taxes and rounding must add up to `total`. */
  checkTotals: boolean;
  /** Imported taxes must be repeated on the lines, with equal sums. */
  checkLineTaxes: boolean;
  /** An import as `paid` must bring payments of the whole total. */
  paidNeedsPayments: boolean;
  /** Voiding an invoice creates an adjustment credit note. */
  voidCreatesCreditNote: boolean;
  /** Totals of what the site bills itself are rounded to whole major units. */
  roundOffTotals: boolean;
  /** `GET /x/{id}` of a deleted object answers the object instead of 404. */
  retrieveDeleted: boolean;
  /** Events an import leaves behind. */
  importEvents: 'all' | 'invoice' | 'none';
  /** Order of lists without `sort_by`. */
  listOrder: 'asc' | 'desc';
  /** Names of operations (`import_invoice`, …) this site does not offer. */
  disabledOperations: readonly string[];
  /** Rows written within the last so many seconds are not in lists yet. */
  listLagSeconds: number;
  /** Share of webhook calls never made, 0 to 1; so are the other shares. */
  webhookDrop: number;
  /** Share of webhook calls made once more after they were taken. */
  webhookDuplicate: number;
  /** Share of webhook calls held back for up to `webhookShuffleMs`. */
  webhookShuffle: number;
  webhookShuffleMs: number;
  /** Start of the random numbers behind the shares. */
  webhookSeed: number;
  /** Multiplies the waits between attempts: 1 is as the original, 0.001 a thousand times as fast. */
  webhookTimeScale: number;
  webhookTimeoutMs: number;
  /** Calls in flight at once; 1 keeps the order of the events. */
  webhookConcurrency: number;
  webhooksPaused: boolean;
  /** Every request is answered 403 request_blocked. */
  siteDisabled: boolean;
  /** Every write is answered 503 site_read_only_mode. */
  siteReadOnly: boolean;
}

export const DEFAULT_SWITCHES: Switches = {
  requestsPerMinute: 150,
  maxConcurrentGets: 50,
  maxConcurrentPosts: 100,
  blockGets: false,
  retryAfter: true,
  latencyMs: 0,
  customerLock: true,
  inFlightDuplicate: 'lock-timeout',
  replayErrors: false,
  idempotencyHeaders: 'all',
  strictUnknownParams: true,
  checkAddresses: true,
  checkTotals: true,
  checkLineTaxes: true,
  paidNeedsPayments: true,
  voidCreatesCreditNote: false,
  roundOffTotals: false,
  retrieveDeleted: false,
  importEvents: 'all',
  listOrder: 'desc',
  disabledOperations: [],
  listLagSeconds: 0,
  webhookDrop: 0,
  webhookDuplicate: 0,
  webhookShuffle: 0,
  webhookShuffleMs: 2_000,
  webhookSeed: 1,
  webhookTimeScale: 1,
  webhookTimeoutMs: 20_000,
  webhookConcurrency: 1,
  webhooksPaused: false,
  siteDisabled: false,
  siteReadOnly: false,
};

const CHOICES: Partial<Record<keyof Switches, readonly unknown[]>> = {
  inFlightDuplicate: ['lock-timeout', 'wait'],
  idempotencyHeaders: ['all', 'chargebee', 'none'],
  importEvents: ['all', 'invoice', 'none'],
  listOrder: ['asc', 'desc'],
};

/**
 * The switches after a change.
 * @throws Error naming a switch that does not exist or a value of the wrong shape
 */
export function changeSwitches(before: Switches, change: Record<string, unknown>): Switches {
  for (const [name, value] of Object.entries(change)) assertSwitch(name, value);
  return { ...before, ...change };
}

function assertSwitch(name: string, value: unknown): void {
  if (!Object.hasOwn(DEFAULT_SWITCHES, name)) throw new Error(`no switch is named ${name}`);
  const standard = DEFAULT_SWITCHES[name as keyof Switches];
  const choices = CHOICES[name as keyof Switches];
  if (choices !== undefined && !choices.includes(value)) throw new Error(`${name} is one of ${choices.join(', ')}`);
  if (name === 'requestsPerMinute' && value === null) return;
  const fits = Array.isArray(standard) ? Array.isArray(value) : typeof value === typeof standard;
  if (!fits) throw new Error(`${name} should be a ${Array.isArray(standard) ? 'list' : typeof standard}`);
}
