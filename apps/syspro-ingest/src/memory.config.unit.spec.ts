import { describe, expect, it } from '@jest/globals';
import { frugalStart } from './memory.config.js';

describe('frugal start', () => {
  it('given a process started with nothing, then what it lacks beside what it has; started so, then nothing more', () => {
    const start = frugalStart(['--enable-source-maps'], { PORT: '1' });
    expect(start).toEqual({
      execArgv: ['--enable-source-maps', '--max-semi-space-size=4', '--max-old-space-size=512'],
      env: { PORT: '1', MALLOC_ARENA_MAX: '2' },
    });
    expect(frugalStart(start?.execArgv, start?.env)).toBeUndefined();
  });

  it('given memory settings of the operator, then they stand, however they are written', () => {
    const env = { NODE_OPTIONS: '--trace-warnings  --max-old-space-size=2048', MALLOC_ARENA_MAX: '8' };
    expect(frugalStart([], env)).toEqual({ execArgv: ['--max-semi-space-size=4'], env });
    expect(frugalStart(['--max_semi_space_size=16', '--max-old-space-size', '900'], {})).toBeUndefined();
  });
});
