import type { RecordRef } from '@ledgerbridge/contracts';
import type { Link, Standing } from '@ledgerbridge/eventing';
import type { CreditNote, Invoice, Transaction } from 'chargebee';
import { AcceptsSettings } from '../chargebee/connection-settings.js';
import type { Surroundings } from '../writing/surroundings.js';

/** What a decision finds around it; members that are absent are as on a site where every other record is there. */
export interface SurroundingsParts {
  readonly link?: Link | undefined;
  readonly accepts?: Partial<AcceptsSettings>;
  readonly find?: (record: RecordRef) => Link | undefined;
  readonly standing?: (record: RecordRef) => Standing;
  readonly site?: {
    readonly invoice?: Partial<Invoice> | undefined;
    readonly creditNote?: Partial<CreditNote> | undefined;
    readonly payments?: readonly Partial<Transaction>[];
  };
}

/** A confirmed link; the target id is the source id. */
export function aLink(record: RecordRef, changes: Partial<Link> = {}): Link {
  return { targetConnection: 'cb', record, targetId: record.sourceId, sequence: '1', confirmed: true, ...changes };
}

export function someSurroundings({ link, accepts, find, standing, site = {} }: SurroundingsParts = {}): Surroundings {
  const settings = { sources: ['acme-syspro'], documentsFrom: '2026-01-01', ...accepts };
  return {
    link,
    accepts: Object.assign(new AcceptsSettings(), settings),
    timeZone: 'UTC',
    links: {
      find: (record) => Promise.resolve(find === undefined ? aLink(record) : find(record)),
      standing: (record) =>
        Promise.resolve(standing === undefined ? { kind: 'there', link: aLink(record) } : standing(record)),
    },
    site: {
      invoice: () => Promise.resolve(site.invoice as Invoice | undefined),
      creditNote: () => Promise.resolve(site.creditNote as CreditNote | undefined),
      payments: () => Promise.resolve((site.payments ?? []) as Transaction[]),
    },
  };
}
