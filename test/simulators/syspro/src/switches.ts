import type { Collation } from './tables/row.js';
import type { Fault } from './http/fault-queue.js';

/** How the service behaves where the original is unverified, and what goes wrong on request. BEHAVIOR.md says which is which. */
export interface Switches {
  /** false: `$filter` is refused with 501. */
  filterable: boolean;
  /** Whether a page the server cut carries `@odata.nextLink`. */
  nextLink: boolean;
  /** Origin written into nextLink (a server behind a proxy that does not know its public name); '' = the request's own. */
  nextLinkOrigin: string;
  /** The one form of a date literal `$filter` takes: 2026-03-01T00:00:00Z or 2026-03-01. */
  dateLiterals: 'datetime' | 'date';
  /** Form of dates in answers: 2026-03-01T00:00:00Z, 2026-03-01T00:00:00+02:00, or 2026-03-01. */
  dateValues: 'utc' | 'offset' | 'date';
  decimals: 'number' | 'string';
  /** Rows a request returns at most, whatever $top says. */
  rowCap: number;
  /** IIS request filtering: longest query string and URL in characters as sent; 0 = no limit. */
  maxQueryString: number;
  maxUrl: number;
  /** Largest number of nodes in a $filter; 0 = no limit. */
  maxFilterNodes: number;
  /** Most columns in $orderby; 0 = no limit. */
  maxOrderBy: number;
  collation: Collation;
  /** Rows that $orderby leaves tied change places from request to request, as SQL Server allows itself. */
  unstableOrder: boolean;
  /** Every row carries columns of no reference: a text, a null, an object. */
  unknownColumns: boolean;
  /** Milliseconds before each answer. */
  slowMs: number;
  /** 401 for every request after this many good ones (password changed, operator disabled); 0 = never. */
  unauthorizedAfter: number;
  /** Set anew by each change that names it; [] clears. */
  faults: readonly Fault[];
}

export const DEFAULT_SWITCHES: Switches = {
  filterable: true,
  nextLink: true,
  nextLinkOrigin: '',
  dateLiterals: 'datetime',
  dateValues: 'utc',
  decimals: 'number',
  rowCap: 5000,
  maxQueryString: 2048,
  maxUrl: 4096,
  maxFilterNodes: 100,
  maxOrderBy: 0,
  collation: 'binary',
  unstableOrder: false,
  unknownColumns: false,
  slowMs: 0,
  unauthorizedAfter: 0,
  faults: [],
};

/** Names a switch that does not exist or has the wrong kind of value. */
class SwitchError extends Error {
  override name = 'SwitchError';
}

const CHOICES: Partial<Record<keyof Switches, readonly string[]>> = {
  dateLiterals: ['datetime', 'date'],
  dateValues: ['utc', 'offset', 'date'],
  decimals: ['number', 'string'],
  collation: ['binary', 'case-insensitive'],
};

/** @throws SwitchError */
export function checkSwitches(changes: Record<string, unknown>): Partial<Switches> {
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(DEFAULT_SWITCHES, name)) throw new SwitchError(`no switch ${name}`);
    const key = name as keyof Switches;
    const choices = CHOICES[key];
    const fits =
      choices === undefined
        ? typeof value === typeof DEFAULT_SWITCHES[key] && Array.isArray(value) === (key === 'faults')
        : choices.includes(String(value));
    if (!fits) throw new SwitchError(`switch ${name}: unexpected value`);
  }
  return changes;
}
