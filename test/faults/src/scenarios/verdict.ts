/** How a scenario ended; printed as one line of JSON. */
export interface Verdict {
  readonly scenario: string;
  readonly ok: boolean;
  /** What does not hold, in words. */
  readonly problems: readonly string[];
  /** What was done and counted. */
  readonly facts: Readonly<Record<string, unknown>>;
}

const SHOWN_PROBLEMS = 20;

export function verdict(scenario: string, problems: readonly string[], facts: Verdict['facts']): Verdict {
  return { scenario, ok: problems.length === 0, problems: problems.slice(0, SHOWN_PROBLEMS), facts };
}
