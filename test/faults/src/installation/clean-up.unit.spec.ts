import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { inOrder, stopAll, type Step } from './clean-up.js';

const fails: Step = () => Promise.reject(new Error('does not go away'));

describe.each([
  ['one after the other', inOrder],
  ['side by side', (steps: readonly Step[]) => stopAll(steps.map((stop) => ({ stop })))],
])('clean-up %s', (_how, cleanUp) => {
  it('given a step that fails, then those after it are done and its failure is told', async () => {
    const done: string[] = [];
    const last: Step = async () => {
      await setImmediate();
      done.push('last');
    };
    await expect(cleanUp([fails, last])).rejects.toThrow('does not go away');
    expect(done).toEqual(['last']);
  });
});
