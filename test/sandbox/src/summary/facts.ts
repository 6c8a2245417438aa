import type { RunView } from '../bridge/sync.js';
import type { SourceRow, Trap } from '../processes/simulator-controls.js';
import type { DeliveryFact, PublishedEvent } from './bridge-facts.js';
import type { MoneyTotals } from './money.js';

/** The types of record that flow from SYSPRO to Chargebee, each with the stream that reads it. */
export const STREAMS = {
  customer: 'customers',
  invoice: 'invoices',
  'credit-note': 'credit-notes',
  payment: 'payments',
} as const;
export type AccountedType = keyof typeof STREAMS;
export type MoneyType = Exclude<AccountedType, 'customer'>;

export const ACCOUNTED_TYPES = Object.keys(STREAMS) as AccountedType[];
export const MONEY_TYPES: readonly MoneyType[] = ['invoice', 'credit-note', 'payment'];

/** Objects of one kind on the Chargebee site. */
export interface SiteObjects {
  readonly count: number;
  /** Per currency; of a payment its amount. */
  readonly totals: Readonly<Record<string, string>>;
}

/** Everything counted after the story has come to rest, on every side of the bridge. */
export interface Facts {
  /** Rows of ArCustomer, ArInvoice and ArInvoicePay. */
  readonly source: Readonly<Record<'customers' | 'documents' | 'payments', readonly SourceRow[]>>;
  readonly traps: readonly Trap[];
  /** The last run over everything SYSPRO has. */
  readonly lastRun: RunView;
  readonly events: readonly PublishedEvent[];
  /** `<connection>/<type>/<source id>` */
  readonly rejected: ReadonlySet<string>;
  readonly deliveries: readonly DeliveryFact[];
  readonly chargebee: Readonly<Record<AccountedType, SiteObjects>>;
  readonly auditVerified: boolean;
}

/** A record that is on one side of the bridge and meant not to be on the other. */
export interface LeftOut {
  readonly record: string;
  readonly reason: string;
  readonly currency: string;
  readonly amount: string;
}

/** What records of one type come to on each side. */
export interface MoneyAccount {
  readonly source: MoneyTotals;
  readonly canonical: MoneyTotals;
  readonly chargebee: MoneyTotals;
  /** Between source and canonical events. */
  readonly notPublished: readonly LeftOut[];
  /** Between canonical events and Chargebee. */
  readonly notDelivered: readonly LeftOut[];
}

export type RowCounts = Readonly<Record<'source' | 'published' | 'rejected' | 'carriedLater' | 'deferred', number>>;

export interface TypeAccount {
  readonly rows: RowCounts;
  readonly events: number;
  /** By state. */
  readonly deliveries: Readonly<Record<string, number>>;
}

export interface Account {
  readonly ok: boolean;
  readonly problems: readonly string[];
  /** All types together. */
  readonly rows: RowCounts;
  readonly events: number;
  readonly deliveries: Readonly<Record<string, number>>;
  readonly byType: Readonly<Record<AccountedType, TypeAccount>>;
  /** Deliveries the seed means to leave failed or waiting. */
  readonly leftUndone: readonly { readonly record: string; readonly state: string; readonly reason: string }[];
  readonly money: Readonly<Record<MoneyType, MoneyAccount>>;
}
