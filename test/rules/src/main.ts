/**
 * `npm run rules [-- <rule or part of a spec's path> …]`: breaks one clause of a rule at a time in a copy of the tree, and
 * demands that the test named for it fails, and passes where nothing is broken. By hand: it takes a while. Exits 0 only
 * when all is noticed.
 */
import { resolve } from 'node:path';
import { runSpec, type Endings } from './jest-run.js';
import type { Mutation } from './mutation.js';
import { MUTATIONS } from './mutations.js';
import { TreeCopy } from './tree-copy.js';
import { judge, type Verdict } from './verdict.js';

const wanted = process.argv.slice(2);
const chosen = MUTATIONS.filter(
  ({ rule, spec }) =>
    wanted.length === 0 || wanted.some((each) => (/^\d+$/.test(each) ? Number(each) === rule : spec.includes(each))),
);
const verdicts: Verdict[] = [];
const tree = TreeCopy.of(resolve(import.meta.dirname, '..', '..', '..'));
process.once('exit', () => tree.remove());
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

for (const [spec, mutations] of Map.groupBy(chosen, ({ spec }) => spec)) {
  const asItIs = await runSpec(tree.root, spec, titlesOf(mutations));
  for (const mutation of mutations) report(mutation, await verdictOf(mutation, asItIs));
}
const missed = verdicts.filter((verdict) => verdict !== 'noticed').length;
console.log(`\n${verdicts.length} broken clauses, ${missed} of them not noticed as they must be`);
process.exitCode = missed === 0 && verdicts.length > 0 ? 0 : 1;

async function verdictOf(mutation: Mutation, asItIs: Endings): Promise<Verdict> {
  const broken = await tree.broken(mutation, () => runSpec(tree.root, mutation.spec, titlesOf([mutation])));
  return judge(mutation, asItIs, broken);
}

function titlesOf(mutations: readonly Mutation[]): string[] {
  return mutations.some(({ needsWholeFile }) => needsWholeFile) ? [] : mutations.map(({ test }) => test);
}

function report({ rule, clause, file, spec, test }: Mutation, verdict: Verdict): void {
  verdicts.push(verdict);
  console.log(
    `${verdict.padEnd(12)} rule ${String(rule).padEnd(2)} ${clause}\n             ${file}\n             ${spec} › ${test}`,
  );
}
