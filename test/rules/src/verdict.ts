import type { Endings } from './jest-run.js';
import type { Mutation } from './mutation.js';

export type Verdict = 'noticed' | 'NOT NOTICED' | 'FAILS ANYWAY' | 'NO SUCH TEST' | 'DOES NOT RUN';

/** Noticed: the named test passes on the tree as it is, and fails where the rule is broken. */
export function judge({ test }: Pick<Mutation, 'test'>, asItIs: Endings, broken: Endings): Verdict {
  const before = endingsOf(test, asItIs);
  if (before.length === 0) return 'NO SUCH TEST';
  if (before.some((ending) => ending !== 'passed')) return 'FAILS ANYWAY';
  const after = endingsOf(test, broken);
  if (after.length === 0) return 'DOES NOT RUN';
  return after.includes('failed') ? 'noticed' : 'NOT NOTICED';
}

function endingsOf(test: string, endings: Endings): string[] {
  return [...endings].filter(([title]) => title.includes(test)).map(([, ending]) => ending);
}
