import { describe, expect, it } from '@jest/globals';
import { changedFiles } from './check-generated.mjs';
import { sumResults } from './ci-summary.mjs';
import { isUpToDate } from './install.mjs';

const locked = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/mac-only': { version: '2.0.0', integrity: 'sha512-m', optional: true },
};
const installed = { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } };

describe('whether an install is due', () => {
  it('given all that this machine needs, then none is', () => {
    expect(isUpToDate(locked, installed)).toBe(true);
  });
  it.each([
    ['nothing installed', undefined],
    ['a missing package', {}],
    ['another version', { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }],
    ['the same version with other content', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } }],
  ])('given %s, then one is', (_case, found) => {
    expect(isUpToDate(locked, found)).toBe(false);
  });
});

describe('the counts of the gate', () => {
  it('given several runners, then adds them up', () => {
    const results = [
      { numPassedTests: 5, numFailedTests: 1 },
      { numPassedTests: 2, numFailedTests: 0 },
    ];
    expect(sumResults(results)).toEqual({ passed: 7, failed: 1 });
  });
  it('given a suite that could not load and a runner without counts, then each is a failure', () => {
    const unloadable = { numPassedTests: 3, numFailedTests: 0, numRuntimeErrorTestSuites: 1 };
    expect(sumResults([unloadable, undefined])).toEqual({ passed: 3, failed: 2 });
  });
});

describe('stale generated files', () => {
  it('given added, removed and changed files, then names each, and no other', () => {
    const before = new Map(Object.entries({ same: '1', changed: '1', removed: '1' }));
    const after = new Map(Object.entries({ same: '1', changed: '2', added: '1' }));
    expect(changedFiles(before, after)).toEqual(['added', 'changed', 'removed']);
  });
});
