import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readVariable } from './environment-variable.js';

describe('readVariable', () => {
  let directory: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'variable-'));
  });

  afterAll(() => rmSync(directory, { recursive: true }));

  function file(content: string): string {
    const path = join(directory, 'value');
    writeFileSync(path, content);
    return path;
  }

  it.each([
    ['secret\n', 'secret'],
    ['secret\r\n', 'secret'],
    ['two\nlines\n\n', 'two\nlines\n'],
    [' padded ', ' padded '],
    ['\n', undefined],
  ])('given a file holding %j, when read, then the value is %j', (content, expected) => {
    expect(readVariable({ TOKEN_FILE: file(content) }, 'TOKEN')).toEqual({ value: expected });
  });

  it('given an empty variable beside its file, when read, then the file counts', () => {
    expect(readVariable({ TOKEN: '', TOKEN_FILE: file('x') }, 'TOKEN')).toEqual({ value: 'x' });
  });
});
