import type { ChargebeeRequest } from '@ledgerbridge/sandbox';

/**
 * The site's request log, when it still holds all that came after `after`; the site keeps the latest requests only.
 * @throws Error when the beginning is missing: nothing can be told of it
 */
export function wholeLog(log: readonly ChargebeeRequest[], after = 0): readonly ChargebeeRequest[] {
  const first = log[0]?.sequence;
  if (first !== undefined && first > after + 1) {
    throw new Error(
      `the site has forgotten its requests ${after + 1} to ${first - 1}: the run is too long to be judged`,
    );
  }
  return log;
}
