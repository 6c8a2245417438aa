import { describe, expect, it } from '@jest/globals';
import { until } from '@ledgerbridge/testing';
import type { LoggedProcess } from './logged-process.js';
import { SupervisedProcess } from './supervised-process.js';

/** A process that ends when killed; the first tries to kill it fail, as before its id is written. */
function fakeProcess(failures: number): LoggedProcess {
  let end: (code: number) => void = () => undefined;
  const exited = new Promise<number>((resolve) => (end = resolve));
  let left = failures;
  const kill = async (): Promise<void> => {
    if (left-- > 0) throw new Error('no process id yet');
    end(137);
    await exited;
  };
  const stop = async (): Promise<void> => end(0);
  return { name: 'fake', logFile: '', exited, stop, kill };
}

describe('a supervised process', () => {
  it('given a kill before the process has an id, when killed again, then it is killed and comes back', async () => {
    const launched: LoggedProcess[] = [];
    const supervised = new SupervisedProcess('fake', async (onLaunch) => {
      const process = fakeProcess(launched.length === 0 ? 1 : 0);
      launched.push(process);
      onLaunch(process.kill);
      return process;
    });
    await supervised.up();
    expect(await supervised.kill()).toBe(false);
    expect(await supervised.kill()).toBe(true);
    await until(() => launched.length === 2 && supervised.isUp, { what: 'the second start' });
    expect(supervised.endedByItself).toBe(0);
    await supervised.stop();
  });
});
