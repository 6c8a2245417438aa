import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from './child.mjs';

const CHECKS = ['format:check', 'lint', 'types', 'check:generated', 'knip'];
const TESTS = ['test:unit', 'test:int'];

/**
 * Runs every check, also after one failed, and sums up; 0 when all passed. `--without-tests` leaves the tests out
 * (the gate has run them already). With TEST_RESULTS_DIR set, the counts go there as `checks.json`.
 */
export async function check(root, args) {
  const names = args.includes('--without-tests') ? CHECKS : [...CHECKS, ...TESTS];
  const outcomes = [];
  for (const name of names) {
    console.log(`\n── ${name}`);
    const code = await runChild('npm', ['run', '--silent', name], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    outcomes.push({ name, passed: code === 0 });
    if (code > 128) return code;
  }
  const failed = outcomes.filter((outcome) => !outcome.passed);
  console.log(`\n${outcomes.map(({ name, passed }) => `${passed ? 'ok    ' : 'FAILED'} ${name}`).join('\n')}`);
  record(outcomes.length - failed.length, failed.length);
  return failed.length === 0 ? 0 : 1;
}

function record(passed, failed) {
  const resultsDir = process.env.TEST_RESULTS_DIR;
  if (!resultsDir) return;
  mkdirSync(resultsDir, { recursive: true });
  writeFileSync(join(resultsDir, 'checks.json'), JSON.stringify({ numPassedTests: passed, numFailedTests: failed }));
}
