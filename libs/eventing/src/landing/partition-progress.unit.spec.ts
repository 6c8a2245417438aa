import { describe, expect, it } from '@jest/globals';
import type { LandedMessage } from '../kafka/message-bus.port.js';
import { assertSameTopic, eventIdOf, partsToLand, type PartitionProgress } from './partition-progress.js';

const PROGRESS: PartitionProgress = { topic: 'orders.v1', partition: 0, stored: 5n, next: 5n, unacknowledged: false };

function messages(from: number, to: number): LandedMessage[] {
  return Array.from({ length: to - from }, (_, index) => ({
    topic: 'orders.v1',
    partition: 0,
    offset: String(from + index),
    timestamp: '0',
    key: null,
    value: Buffer.from('x'),
    headers: { ce_id: Buffer.from(`e${from + index}`) },
  }));
}

const offsets = (progress: PartitionProgress, batch: LandedMessage[]) =>
  partsToLand(progress, batch).map((part) => [part.replay !== undefined, ...part.messages.map(({ offset }) => offset)]);

describe('partsToLand', () => {
  it('given messages landed before, when cut, then only new ones are due', () => {
    expect(offsets(PROGRESS, messages(3, 7))).toEqual([[false, '5', '6']]);
    expect(offsets(PROGRESS, messages(2, 5))).toEqual([]);
  });

  it('given a batch over the end of a replay, when cut, then replayed and new ones are apart', () => {
    const replaying = { ...PROGRESS, replay: { id: 'r', from: 0n, to: 7n } };
    expect(offsets(replaying, messages(5, 9))).toEqual([
      [true, '5', '6'],
      [false, '7', '8'],
    ]);
    expect(offsets(replaying, messages(5, 7))).toEqual([[true, '5', '6']]);
  });
});

describe('assertSameTopic', () => {
  const witnessed = { ...PROGRESS, witness: { offset: 4n, eventId: 'e4' } };
  const batch = (from: number, to: number) => ({ messages: messages(from, to), highWatermark: BigInt(to) });

  it('given the same event at its offset, or the offset not in the batch, when checked, then it is the same topic', () => {
    expect(() => assertSameTopic(witnessed, batch(4, 6))).not.toThrow();
    expect(() => assertSameTopic(witnessed, batch(5, 6))).not.toThrow();
  });

  it('given another event at that offset, when checked, then it names both', () => {
    const other = { ...PROGRESS, witness: { offset: 4n, eventId: 'other' } };
    expect(() => assertSameTopic(other, batch(4, 6))).toThrow(/offset 4 holds event e4, but other was landed/);
  });

  it('given a partition that suddenly ends before what was landed, when checked, then it is told instead of passed over', () => {
    expect(() => assertSameTopic(witnessed, batch(0, 2))).toThrow(/it ends at 2, but was landed up to 5/);
  });
});

describe('eventIdOf', () => {
  it('given a message without an id, when named, then its time and size tell it apart', () => {
    const [message] = messages(0, 1);
    expect(eventIdOf({ ...(message as LandedMessage), headers: {} })).toBe('0:1');
  });
});
