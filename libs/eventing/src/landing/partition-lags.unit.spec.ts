import { describe, expect, it } from '@jest/globals';
import { describeLags, PartitionLags } from './partition-lags.js';

const place = { topic: 'billing.invoices.v1', partition: 3 };
const extent = (high: number, low = 0) => ({ ...place, low: BigInt(low), high: BigInt(high) });

/** Assigned at 0 ms with the first five landed and nothing else there. */
function lags(): PartitionLags {
  const made = new PartitionLags();
  made.assign([{ ...extent(5), next: 5n }], 0);
  return made;
}

describe('PartitionLags', () => {
  it('given everything landed, however long ago, then nothing is behind', () => {
    expect(lags().list(1_000_000)).toEqual([]);
  });

  it('given messages that nobody lands, then it is stuck since they were first seen, and says so', () => {
    const made = lags();
    made.reaches([extent(5)], 900_000);
    made.reaches([extent(125)], 1_000_000);
    made.reaches([extent(126)], 1_030_000);
    const found = made.list(1_075_000);
    expect(found).toEqual([{ ...place, messages: 121, stuckMs: 75_000 }]);
    expect(describeLags(found)).toBe('billing.invoices.v1/3 is 121 messages behind and has not moved for 75 s');
  });

  it('given a long backlog that is being landed, then it is behind but not stuck', () => {
    const made = lags();
    made.reaches([extent(1_000)], 10_000);
    made.landed(place, 500n, 70_000);
    expect(made.list(71_000)).toEqual([{ ...place, messages: 500, stuckMs: 1_000 }]);
    made.landed(place, 1_000n, 72_000);
    expect(made.list(200_000)).toEqual([]);
  });

  it('given an interruption, then its time counts for nothing', () => {
    const made = lags();
    made.reaches([extent(10)], 1_000);
    made.interrupted(500_000);
    expect(made.list(510_000)).toMatchObject([{ stuckMs: 10_000 }]);
  });

  it('given messages that Kafka has removed meanwhile, then they are not waited for', () => {
    const made = lags();
    made.reaches([extent(100, 100)], 1_000);
    expect(made.list(500_000)).toEqual([]);
  });

  it('given another assignment, then partitions held before are forgotten', () => {
    const made = lags();
    made.reaches([extent(10)], 1_000);
    made.assign([], 2_000);
    made.reaches([extent(20)], 3_000);
    expect(made.list(500_000)).toEqual([]);
  });
});
