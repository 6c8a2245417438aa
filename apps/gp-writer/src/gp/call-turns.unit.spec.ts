import { describe, expect, it } from '@jest/globals';
import { CallTurns } from './call-turns.js';

const NEVER = new AbortController().signal;

/** Takes a turn and notes when it has come. */
function taking(turns: CallTurns, began: number[], number: number, signal = NEVER): Promise<() => void> {
  const turn = turns.take(signal);
  void turn.then(
    () => began.push(number),
    () => undefined,
  );
  return turn;
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('turns of calls', () => {
  it('given more calls than turns, then they begin in order, each when one has ended', async () => {
    const turns = new CallTurns(2);
    const began: number[] = [];
    const all = [1, 2, 3, 4].map((number) => taking(turns, began, number));
    await settled();
    expect(began).toEqual([1, 2]);
    (await all[1])?.();
    await settled();
    expect(began).toEqual([1, 2, 3]);
  });

  it('given a turn that is left twice, then only one call more begins', async () => {
    const turns = new CallTurns(1);
    const began: number[] = [];
    const leave = await taking(turns, began, 1);
    void taking(turns, began, 2);
    void taking(turns, began, 3);
    leave();
    leave();
    await settled();
    expect(began).toEqual([1, 2]);
  });

  it('given a signal while waiting, then that call gives up and takes no turn', async () => {
    const turns = new CallTurns(1);
    const began: number[] = [];
    const stop = new AbortController();
    const leave = await taking(turns, began, 1);
    const waiting = taking(turns, began, 2, stop.signal);
    void taking(turns, began, 3);
    stop.abort(new Error('ending'));
    await expect(waiting).rejects.toThrow('ending');
    leave();
    await settled();
    expect(began).toEqual([1, 3]);
  });

  it('given the end, then what waits and what comes later gives up', async () => {
    const turns = new CallTurns(1);
    await turns.take(NEVER);
    const waiting = turns.take(NEVER);
    turns.close();
    await expect(waiting).rejects.toThrow('no more calls');
    await expect(turns.take(NEVER)).rejects.toThrow('no more calls');
  });

  it('given a signal that is over, then no turn is given', async () => {
    await expect(new CallTurns(1).take(AbortSignal.abort(new Error('ended')))).rejects.toThrow('ended');
  });
});
