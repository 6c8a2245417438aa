import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startPosition, type BrokerPosition, type KnownPosition } from './start-position.js';

const LANDED: KnownPosition = { next: 100n, landedFrom: 80n, acknowledged: true };
const UNACKNOWLEDGED: KnownPosition = { ...LANDED, acknowledged: false };
const broker = (committed?: bigint, low = 0n, high = 200n): BrokerPosition => ({
  low,
  high,
  ...(committed === undefined ? {} : { committed }),
});

describe('startPosition', () => {
  it('given no row in Postgres, when the group committed in an earlier life, then everything is read', () => {
    expect(startPosition(undefined, broker(150n, 7n))).toEqual({ kind: 'earliest', start: 7n });
  });

  it('given both agree, when starting at the end of the last batch, then that proves its acknowledgement', () => {
    expect(startPosition(UNACKNOWLEDGED, broker(100n))).toEqual({ kind: 'resume', start: 100n, proven: true });
  });

  it('given Kafka lost the commit, when Postgres has a row, then Postgres decides and nothing is proven', () => {
    expect(startPosition(UNACKNOWLEDGED, broker())).toEqual({ kind: 'resume', start: 100n, proven: false });
  });

  it.each([80n, 90n, 99n])(
    'given an unacknowledged batch, when the commit stands at %s inside it, then it is a crash',
    (at) => {
      expect(startPosition(UNACKNOWLEDGED, broker(at))).toEqual({ kind: 'crash', start: 100n });
    },
  );

  it.each([80n, 99n])(
    'given an acknowledged batch, when the commit stands at %s inside it, then it is a reset',
    (at) => {
      expect(startPosition(LANDED, broker(at))).toEqual({ kind: 'reset', start: at, replayTo: 100n });
    },
  );

  it.each([0n, 79n])(
    'given an unacknowledged batch, when the commit stands at %s before it, then it is a reset',
    (at) => {
      expect(startPosition(UNACKNOWLEDGED, broker(at))).toEqual({ kind: 'reset', start: at, replayTo: 100n });
    },
  );

  it('given a replay under way, when it is reset again, then it still ends where everything had been landed', () => {
    const replaying = { next: 40n, landedFrom: 30n, acknowledged: true, replayTo: 100n };
    expect(startPosition(replaying, broker(10n))).toEqual({ kind: 'reset', start: 10n, replayTo: 100n });
  });

  it('given a reset to before what is kept, when starting, then from the first message there is', () => {
    expect(startPosition(LANDED, broker(0n, 50n))).toEqual({ kind: 'reset', start: 50n, replayTo: 100n });
  });

  it('given a reset to what is no longer kept, when nothing of it is left, then reading goes on', () => {
    expect(startPosition(LANDED, broker(0n, 100n))).toEqual({ kind: 'resume', start: 100n, proven: false });
  });

  it('given a commit ahead of what was landed, when starting, then the skip is not honoured', () => {
    expect(startPosition(LANDED, broker(150n))).toEqual({ kind: 'forward-skip', start: 100n, committed: 150n });
  });

  it('given messages removed before they were landed, when starting, then the loss is named', () => {
    expect(startPosition(LANDED, broker(100n, 120n))).toEqual({ kind: 'lost', start: 120n, lostFrom: 100n });
  });

  it('given a partition that ends before what was landed, when starting, then it is another topic', () => {
    expect(startPosition(LANDED, broker(undefined, 0n, 99n))).toEqual({ kind: 'recreated', start: 100n });
  });

  it('given any history without operators, when a process dies anywhere, then nothing is lost, skipped or run again', () => {
    type Step = { size: number; dies: 'never' | 'before-landing' | 'before-commit' | 'before-note' };
    const step = fc.record<Step>({
      size: fc.integer({ min: 1, max: 5 }),
      dies: fc.constantFrom('never', 'before-landing', 'before-commit', 'before-note'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let row: KnownPosition | undefined;
        let committed: bigint | undefined;
        let next = 0n;
        const landed: bigint[] = [];
        const restart = (): void => {
          const decision = startPosition(row, broker(committed, 0n, 1_000n));
          expect(['earliest', 'resume', 'crash']).toContain(decision.kind);
          next = decision.start;
          if (row === undefined || row.acknowledged) return;
          // what the landing does before the next batch: commit what is landed, then note it
          committed = next;
          row = { ...row, acknowledged: true };
        };
        for (const { size, dies } of steps) {
          if (dies === 'before-landing') {
            restart();
            continue;
          }
          const to = next + BigInt(size);
          for (let offset = next; offset < to; offset += 1n) landed.push(offset);
          row = { next: to, landedFrom: next, acknowledged: false };
          if (dies === 'before-commit') {
            restart();
            continue;
          }
          committed = to;
          if (dies === 'before-note') {
            restart();
            continue;
          }
          row = { ...row, acknowledged: true };
          next = to;
        }
        expect(landed).toEqual(landed.map((_, index) => BigInt(index)));
      }),
    );
  });

  it('given any positions, when starting, then never behind what is there nor ahead of what was landed', () => {
    const offset = fc.bigInt({ min: 0n, max: 50n });
    fc.assert(
      fc.property(
        fc.record({
          a: offset,
          b: offset,
          c: offset,
          d: offset,
          committed: fc.option(offset),
          acknowledged: fc.boolean(),
        }),
        ({ a, b, c, d, committed, acknowledged }) => {
          const [landedFrom, next] = a < b ? [a, b] : [b, a];
          const [low, high] = c < d ? [c, d] : [d, c];
          const decision = startPosition({ landedFrom, next, acknowledged }, broker(committed ?? undefined, low, high));
          if (decision.kind === 'recreated') expect(next > high).toBe(true);
          else expect(decision.start >= low && decision.start <= high).toBe(true);
          if (decision.kind === 'reset') {
            expect(decision.start < next && decision.replayTo >= next).toBe(true);
            expect(acknowledged || (committed ?? next) < landedFrom).toBe(true);
          } else if (decision.kind !== 'lost' && decision.kind !== 'recreated') expect(decision.start).toBe(next);
        },
      ),
    );
  });
});
