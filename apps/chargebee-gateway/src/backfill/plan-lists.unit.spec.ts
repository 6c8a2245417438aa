import { describe, expect, it } from '@jest/globals';
import { BackfillSettings } from '../chargebee/connection-settings.js';
import { planLists, type PlanInput } from './plan-lists.js';
import { LISTED_STREAMS } from './streams.js';

const CURSOR = new Date('2026-04-01T03:00:00.900Z');
const SINCE = Date.UTC(2026, 3, 1, 2, 30) / 1000;

const plan = (input: Partial<PlanInput> = {}) =>
  planLists({
    stream: LISTED_STREAMS.invoices,
    startedAt: new Date('2026-04-01T04:30:00Z'),
    requested: {},
    settings: { timeZone: 'America/New_York', backfill: new BackfillSettings() },
    ...input,
  });

describe('which lists a run reads', () => {
  it('given no complete run before, then all of it by creation, and it can be taken up again', () => {
    const { lists, ...rest } = plan();
    expect(rest).toEqual({ isWhole: true });
    expect(lists.map(({ query }) => query)).toEqual([{ kind: 'invoice', sortBy: 'date', includeDeleted: true }]);
  });

  it('given one, then changes since its start and the overlap, and what was created since for rows without a change', () => {
    const { lists, ...rest } = plan({ cursor: CURSOR });
    expect(rest).toEqual({ isWhole: false, from: '2026-03-31', to: '2026-04-01' });
    expect(lists.map(({ query }) => query)).toEqual([
      {
        kind: 'invoice',
        sortBy: 'updated_at',
        includeDeleted: true,
        within: { attribute: 'updated_at', from: SINCE },
      },
      { kind: 'invoice', sortBy: 'date', includeDeleted: true, within: { attribute: 'date', from: SINCE } },
    ]);
    expect(lists[1]?.keeps({ updated_at: SINCE + 1 })).toBe(false);
    expect(lists[1]?.keeps({})).toBe(true);
  });

  it('given credit notes, which cannot be sorted by change, then they are sorted by creation', () => {
    const { lists } = plan({ cursor: CURSOR, stream: LISTED_STREAMS['credit-notes'] });
    expect(lists.map(({ query }) => query.sortBy)).toEqual(['date', 'date']);
  });

  it('given days a person asks for, then whole days of the site, by change and by creation', () => {
    const { lists, ...rest } = plan({ cursor: CURSOR, requested: { from: '2026-03-01', to: '2026-03-31' } });
    const within = { from: Date.UTC(2026, 2, 1, 5) / 1000, to: Date.UTC(2026, 3, 1, 4) / 1000 - 1 };
    expect(rest).toEqual({ isWhole: false, from: '2026-03-01', to: '2026-03-31' });
    expect(lists.map(({ query }) => query.within)).toEqual([
      { attribute: 'updated_at', ...within },
      { attribute: 'date', ...within },
    ]);
    expect(
      [within.from - 1, within.from, within.to, within.to + 1].map((at) => lists[1]?.keeps({ updated_at: at })),
    ).toEqual([true, false, false, true]);
  });

  it.each([
    [{ from: '2026-03-01' }, { from: Date.UTC(2026, 2, 1, 5) / 1000 }],
    [{ to: '2026-03-31' }, { from: 0, to: Date.UTC(2026, 3, 1, 4) / 1000 - 1 }],
  ])('given %j alone, then the other end is open', (requested, bounds) => {
    const [first] = plan({ requested }).lists;
    expect(first?.query.within).toEqual({ attribute: 'updated_at', ...bounds });
  });
});
