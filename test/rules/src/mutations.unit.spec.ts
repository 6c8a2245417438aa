import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MUTATIONS } from './mutations.js';
import { judge } from './verdict.js';

const root = join(import.meta.dirname, '..', '..', '..');
const contentOf = (file: string) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '');
/** As titles stand in the source, quotes escaped. */
const quoted = (title: string) => title.replaceAll("'", "\\'");

describe('the list of broken clauses', () => {
  it.each(MUTATIONS.map((mutation) => [mutation.rule, mutation.clause, mutation] as const))(
    'given rule %i, %s: then the text to break is there once, and the test that must notice is there',
    (_rule, _clause, { file, text, becomes, spec, test }) => {
      expect(contentOf(file).split(text)).toHaveLength(2);
      expect(becomes).not.toBe(text);
      expect(contentOf(spec)).toContain(quoted(test));
    },
  );

  it('given rules 1 to 15, then each is broken somewhere, and docs/rules.md names every clause', () => {
    expect([...new Set(MUTATIONS.map(({ rule }) => rule))]).toEqual(
      Array.from({ length: 15 }, (_, index) => index + 1),
    );
    const document = contentOf('docs/rules.md').replaceAll(/\s+/g, ' ');
    expect(MUTATIONS.filter(({ clause }) => !document.includes(clause)).map(({ clause }) => clause)).toEqual([]);
  });
});

describe('the verdict on a broken clause', () => {
  const ran = (ending: string) => new Map([['spec given this, then that', ending]]);
  it.each([
    ['passed', 'failed', 'noticed'],
    ['passed', 'passed', 'NOT NOTICED'],
    ['failed', 'failed', 'FAILS ANYWAY'],
  ])('given a test that %s before and %s after, then it is %s', (before, after, verdict) => {
    expect(judge({ test: 'given this' }, ran(before), ran(after))).toBe(verdict);
  });

  it('given a test that is nowhere, or a spec that cannot be loaded once broken, then it counts as not noticed', () => {
    expect(judge({ test: 'given other' }, ran('passed'), ran('failed'))).toBe('NO SUCH TEST');
    expect(judge({ test: 'given this' }, ran('passed'), new Map())).toBe('DOES NOT RUN');
  });
});
