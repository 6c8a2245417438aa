import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The runners of a complete gate; one that left no counts did not get to its end. */
const RUNNERS = ['unit', 'int', 'checks'];

/** Adds up the counts; a runner without counts, and a suite that could not even load, is one failure. */
export function sumResults(results) {
  let passed = 0;
  let failed = 0;
  for (const result of results) {
    passed += result?.numPassedTests ?? 0;
    failed += result === undefined ? 1 : (result.numFailedTests ?? 0) + (result.numRuntimeErrorTestSuites ?? 0);
  }
  return { passed, failed };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [dir, otherFailures = '0'] = process.argv.slice(2);
  const results = RUNNERS.map((runner) => {
    const file = join(dir, `${runner}.json`);
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  });
  const { passed, failed } = sumResults(results);
  const allFailed = failed + Number(otherFailures);
  console.log(`${passed} passed, ${allFailed} failed`);
  process.exitCode = allFailed === 0 ? 0 : 1;
}
