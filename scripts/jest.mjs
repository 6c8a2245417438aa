import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from './child.mjs';

/**
 * Runs one of the two Jest configurations (`unit`, `int`). With TEST_RESULTS_DIR set, the counts go there as
 * `<suite>.json`, for the gate.
 */
export function runJest(root, suite, args, env = {}) {
  const resultsDir = process.env.TEST_RESULTS_DIR;
  const results = resultsDir ? ['--json', `--outputFile=${join(resultsDir, `${suite}.json`)}`] : [];
  if (resultsDir) mkdirSync(resultsDir, { recursive: true });
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  return runChild(process.execPath, [jest, '-c', join(root, `jest.${suite}.config.mjs`), ...results, ...args], {
    cwd: root,
    // real ES modules in Jest need the flag; the warning that it is experimental says nothing new
    env: { ...process.env, ...env, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' },
    stdio: ['ignore', resultsDir ? 'ignore' : 'inherit', 'inherit'],
  });
}
