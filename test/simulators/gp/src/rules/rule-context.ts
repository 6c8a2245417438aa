import type { Company } from '../company/company.js';
import type { Switches } from '../switches.js';

/** What rules look at besides the object itself. */
export interface RuleContext {
  company: Company;
  switches: Switches;
  /** `DOMAIN\user` of the caller. */
  user: string;
  nowMs: number;
  /** The context's currency type is Local: amounts are in the functional currency. */
  localAmounts: boolean;
  /** Counts what GP does without a word. */
  note(event: 'distributions-ignored' | 'tax-calculated'): void;
}

/** Date and time as GP writes them, without zone. */
export function localTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}
