import type { CompanyData } from './company-options.js';
import type { LoggedException, StoredCustomer, StoredDocument } from './stored.js';

/** One change of one company, as the journal keeps it. */
export type Change =
  | { kind: 'document'; value: StoredDocument }
  | { kind: 'customer'; value: StoredCustomer }
  | { kind: 'company-data'; value: Partial<CompanyData> };

/** A line of the journal. */
export type JournalLine = { company: number; changes: readonly Change[] } | { exception: LoggedException };
