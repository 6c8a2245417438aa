import type { RunView } from '../bridge/sync.js';
import type { SourceRow, Trap } from '../processes/simulator-controls.js';
import type { DeliveryFact, PublishedEvent } from './bridge-facts.js';
import type { MoneyTotals } from './money.js';

/** Everything counted after the story has come to rest, on every side of the bridge. */
export interface Facts {
  readonly customers: readonly SourceRow[];
  readonly invoices: readonly SourceRow[];
  readonly traps: readonly Trap[];
  /** The last run over everything SYSPRO has. */
  readonly lastRun: RunView;
  readonly events: readonly PublishedEvent[];
  /** `<connection>/<type>/<source id>` */
  readonly rejected: ReadonlySet<string>;
  readonly deliveries: readonly DeliveryFact[];
  readonly chargebee: {
    readonly customers: number;
    readonly invoices: number;
    /** Invoice totals per currency. */
    readonly totals: Readonly<Record<string, string>>;
  };
  readonly auditVerified: boolean;
}

/** A document that is on one side of the bridge and meant not to be on the other. */
export interface LeftOut {
  readonly record: string;
  readonly reason: string;
  readonly currency: string;
  readonly amount: string;
}

export interface Account {
  readonly ok: boolean;
  readonly problems: readonly string[];
  readonly rows: Readonly<Record<'source' | 'published' | 'rejected' | 'carriedLater' | 'deferred', number>>;
  readonly events: number;
  readonly deliveries: Readonly<Record<string, number>>;
  /** Deliveries the seed means to leave failed or waiting. */
  readonly leftUndone: readonly { readonly record: string; readonly state: string; readonly reason: string }[];
  readonly money: {
    readonly source: MoneyTotals;
    readonly canonical: MoneyTotals;
    readonly chargebee: MoneyTotals;
    /** Between source and canonical events. */
    readonly notPublished: readonly LeftOut[];
    /** Between canonical events and Chargebee. */
    readonly notDelivered: readonly LeftOut[];
  };
}
