import { BillingControls } from './billing-controls.js';
import type { FaultBook } from '../faults/fault-book.js';
import type { FaultPlan } from '../faults/fault-plan.js';
import type { LogEntry, RequestLog } from '../http/request-log.js';
import type { Kind, Resource } from '../resources/resource.js';
import type { Site } from '../site/site.js';
import { changeSwitches, type Switches } from '../site/switches.js';
import { summarize, type SiteSummary } from './summary.js';
import { WebhookControls } from './webhook-controls.js';
import type { WebhookCounts } from '../webhooks/webhook-dispatcher.js';

export interface Summary {
  sites: Record<string, SiteSummary>;
  /** Requests by operation and outcome, such as `import_invoice 200`. */
  requests: Record<string, number>;
  /** Of all sites together. */
  webhooks: WebhookCounts;
}

/** What tests do to a running simulator behind the API's back. A site may be left out when there is only one, or means the first. */
export class SimulatorControls {
  readonly webhooks = new WebhookControls((name) => this.site(name));
  readonly billing = new BillingControls({
    site: (name) => this.site(name),
    switches: () => this.current,
    advanceClock: (milliseconds) => this.advanceClock(milliseconds),
  });
  private current: Switches;
  private clockOffsetMs = 0;

  constructor(
    private readonly parts: {
      sites: readonly Site[];
      faults: FaultBook;
      log: RequestLog;
      switches: Switches;
      clock: () => number;
    },
  ) {
    this.current = parts.switches;
  }

  get switches(): Switches {
    return this.current;
  }

  /** @throws Error naming a switch or value that is not known */
  set(change: Partial<Switches>): Switches {
    this.current = changeSwitches(this.current, change);
    this.wake();
    return this.current;
  }

  /** Requests so far, oldest first; the latest 5,000 at least. */
  requests(filter?: { operation?: string; status?: number; after?: number }): readonly LogEntry[] {
    return this.parts.log.list(filter);
  }

  summary(): Summary {
    return {
      sites: Object.fromEntries(this.parts.sites.map((site) => [site.options.name, summarize(site)])),
      requests: this.parts.log.totals(),
      webhooks: added(this.parts.sites.map((site) => site.webhooks.summary)),
    };
  }

  /** All objects of a kind, deleted ones too, in order of creation. */
  objects<T extends Resource = Resource>(kind: Kind, site?: string): T[] {
    return [...this.site(site).store.rows(kind)].sort((a, b) => a.row - b.row).map(({ value }) => value as T);
  }

  find<T extends Resource = Resource>(kind: Kind, id: string, site?: string): T | undefined {
    return this.site(site).store.find(kind, id)?.value as T | undefined;
  }

  /** Stores an object exactly as given: no checks, no event, no new version. */
  put(kind: Kind, value: Resource, site?: string): void {
    const { store } = this.site(site);
    const unit = store.begin();
    const existing = store.find(kind, value.id);
    if (existing === undefined) unit.append(kind, value);
    else unit.overwrite(kind, existing.row, value);
    store.commit(unit);
  }

  /** Takes `updated_at` from objects of a kind, from all when no ids are given; answers how many. */
  stripUpdatedAt(kind: Kind, ids?: readonly string[], site?: string): number {
    const chosen = this.objects(kind, site).filter(({ id }) => ids === undefined || ids.includes(id));
    for (const { updated_at: _stripped, ...value } of chosen) this.put(kind, value, site);
    return chosen.length;
  }

  fault(plan: FaultPlan): void {
    this.parts.faults.add(plan);
  }

  faults(): ReturnType<FaultBook['list']> {
    return this.parts.faults.list();
  }

  clearFaults(): void {
    this.parts.faults.clear();
  }

  /** Moves this simulator's clock forward: idempotency window, request limits, dates. */
  advanceClock(milliseconds: number): void {
    this.clockOffsetMs += milliseconds;
    this.wake();
  }

  /** Milliseconds since 1970 as this simulator sees them. */
  now(): number {
    return this.parts.clock() + this.clockOffsetMs;
  }

  /** Forgets all objects, kept answers, requests and faults; switches stay. */
  reset(): void {
    this.parts.sites.forEach((site) => site.reset());
    this.parts.log.clear();
    this.parts.faults.clear();
  }

  private wake(): void {
    this.parts.sites.forEach((site) => site.webhooks.wake());
  }

  private site(name: string | undefined): Site {
    const found =
      name === undefined ? this.parts.sites[0] : this.parts.sites.find((site) => site.options.name === name);
    if (found === undefined) throw new Error(`no site is named ${name}`);
    return found;
  }
}

function added(counts: readonly WebhookCounts[]): WebhookCounts {
  const [first, ...rest] = counts as [WebhookCounts, ...WebhookCounts[]];
  const total = { ...first };
  for (const name of Object.keys(total) as (keyof WebhookCounts)[]) {
    total[name] += rest.reduce((sum, other) => sum + other[name], 0);
  }
  return total;
}
