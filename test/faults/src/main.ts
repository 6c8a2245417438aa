/** `npm run faults -- <scenario> [--full] [--seed N]`: a log, one line of JSON, an exit code. */
import { parseArgs } from 'node:util';
import { startRestartable } from '@ledgerbridge/testing';
import { forms, SCENARIOS, type ScenarioName } from './scenarios/scenarios.js';

const USAGE = `usage: npm run faults -- <${SCENARIOS.join('|')}|all> [--full] [--seed N]`;

const { values, positionals } = parseArgs({
  options: { full: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const names = positionals[0] === 'all' ? SCENARIOS : SCENARIOS.filter((name) => name === positionals[0]);
if (names.length === 0 || !/^\d{1,9}$/.test(values.seed)) {
  console.error(USAGE);
  process.exit(2);
}
process.exitCode = (await run(names)) ? 0 : 1;

async function run(scenarios: readonly ScenarioName[]): Promise<boolean> {
  const say = (line: string): void => console.error(line);
  const seed = Number(values.seed);
  const servers = await startRestartable({ log: say });
  let ok = true;
  try {
    for (const name of scenarios) {
      const startedAt = performance.now();
      for (const verdict of await forms[name]({ servers, seed, full: values.full, say })) {
        const seconds = Math.round((performance.now() - startedAt) / 1_000);
        for (const problem of verdict.problems) say(`DOES NOT HOLD: ${problem}`);
        process.stdout.write(`${JSON.stringify({ ...verdict, full: values.full, seed, seconds })}\n`);
        ok &&= verdict.ok;
      }
    }
  } finally {
    await servers.stop();
  }
  return ok;
}
