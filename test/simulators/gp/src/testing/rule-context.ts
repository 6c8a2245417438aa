import { Company } from '../company/company.js';
import { DEFAULT_COMPANY, type CompanyOptions } from '../company/company-options.js';
import type { RuleContext } from '../rules/rule-context.js';
import { ValidationFailure } from '../rules/validation-failure.js';
import { DEFAULT_SWITCHES, type Switches } from '../switches.js';

/** 31 March 2026, 12:30 UTC. */
const NOW = Date.UTC(2026, 2, 31, 12, 30);

export function ruleContext(
  switches: Partial<Switches> = {},
  options: Partial<CompanyOptions> = {},
): RuleContext & { notes: string[] } {
  const notes: string[] = [];
  return {
    company: new Company({ ...DEFAULT_COMPANY, ...options }, () => NOW),
    switches: { ...DEFAULT_SWITCHES, ...switches },
    user: 'FABRIKAM\\bridge',
    nowMs: NOW,
    localAmounts: false,
    notes,
    note: (event) => notes.push(event),
  };
}

/** Codes of what a call finds wrong; empty when it finds nothing. */
export function codesOf(run: () => unknown): string[] {
  try {
    run();
    return [];
  } catch (error) {
    if (error instanceof ValidationFailure) return error.problems.map(({ code }) => code);
    throw error;
  }
}
