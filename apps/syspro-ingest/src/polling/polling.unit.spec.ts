import { describe, expect, it } from '@jest/globals';
import type { MappedRow, RowOutcome } from '../syspro/mapped-row.js';
import { DOCUMENT_WINDOW, PAYMENT_WINDOW, windowFilter } from '../syspro/document-selection.js';
import { context, document, payment } from '../syspro/builders.fixture.js';
import { mapInvoice } from '../syspro/mapping/invoice.mapper.js';
import { mapPayment } from '../syspro/mapping/payment.mapper.js';
import { dayIn, periodOf } from './calendar.js';
import { recordPage } from './page-outcome.js';
import { planPoll } from './poll-window.js';
import { readAhead } from './read-ahead.js';

describe('calendar', () => {
  it('given an instant, then the day it is in the zone', () => {
    const instant = new Date('2026-11-22T22:30:00Z');
    expect(dayIn('Africa/Johannesburg', instant)).toBe('2026-11-23');
    expect(dayIn('America/New_York', instant)).toBe('2026-11-22');
  });

  it('given months to move, then periods cross years in both directions', () => {
    expect(periodOf('2026-02-15', -3)).toEqual({ year: 2025, month: 11 });
    expect(periodOf('2026-03-01', 10)).toEqual({ year: 2027, month: 1 });
    expect(periodOf('2026-12-31', 0)).toEqual({ year: 2026, month: 12 });
  });
});

describe('poll window', () => {
  const settings = { timeZone: 'Africa/Johannesburg', overlapDays: 3, rescanPeriods: 3, periodShiftMonths: 0 };
  const startedAt = new Date('2026-11-22T10:00:00Z');
  const since = { kind: 'since', from: '2026-11-19', openFrom: { year: 2026, month: 8 } } as const;

  it('given no cursor, then everything', () => {
    expect(planPoll({ startedAt, requested: {}, settings })).toEqual({});
  });

  it('given a cursor, then whole days before its day and the periods open then', () => {
    const cursor = new Date('2026-11-21T22:30:00Z');
    expect(planPoll({ cursor, startedAt, requested: {}, settings })).toEqual({
      window: { kind: 'since', from: '2026-11-19', openFrom: { year: 2026, month: 8 } },
      from: '2026-11-19',
      to: '2026-11-22',
    });
  });

  it('given days asked for, then exactly those, cursor or not', () => {
    const requested = { from: '2026-01-01' };
    expect(planPoll({ cursor: startedAt, startedAt, requested, settings })).toEqual({
      window: { kind: 'between', from: '2026-01-01' },
      from: '2026-01-01',
    });
  });

  it('given a window, then its filter has no upper bound and keeps rows without a date, under 100 nodes', () => {
    const filter = windowFilter(since, 'datetime', DOCUMENT_WINDOW);
    expect(filter?.text).toBe(
      'InvoiceDate ge 2026-11-19T00:00:00Z or InvoiceDate eq null' +
        ' or InvoiceYear gt 2026 or (InvoiceYear eq 2026 and InvoiceMonth ge 8)' +
        ' or YearInvBalZero gt 2026 or (YearInvBalZero eq 2026 and MonthInvBalZero ge 8)',
    );
    // with the paging key and the type beside it
    expect((filter?.nodes ?? 0) + 20 + 8).toBeLessThan(100);
  });

  it('given a window of payments, then its filter is about the journal, and keeps rows without a date', () => {
    expect(windowFilter(since, 'date', PAYMENT_WINDOW)?.text).toBe(
      'JournalDate ge 2026-11-19 or JournalDate eq null or TrnYear gt 2026 or (TrnYear eq 2026 and TrnMonth ge 8)',
    );
  });
});

describe('page of documents', () => {
  const origin = { connection: 'c', runId: 'run-2', observedAtMs: 1 };
  const key = { customer: 'A', invoice: '1', documentType: 'I' };
  const invoice = (isComplete: boolean): MappedRow<'invoice'> => ({
    kind: 'mapped',
    sourceId: 'A~1~I',
    state: mapInvoice(document(), context()),
    isComplete,
    key,
  });
  const outcome = (
    row: RowOutcome<'invoice'>,
    known?: { reason: 'deferred' | 'rejected' | 'released'; runId: string },
  ) => recordPage('invoice', [row], new Map(known === undefined ? [] : [['A~1~I', known]]), origin);

  it('given a document without details, then deferred once, published by a later run, and never deferred again', () => {
    const first = outcome(invoice(false));
    expect(first.page).toMatchObject({ deferred: 1, observations: [] });
    expect(first.remember).toEqual([{ sourceId: 'A~1~I', reason: 'deferred', key }]);
    expect(outcome(invoice(false), { reason: 'deferred', runId: 'run-2' }).page.deferred).toBe(1);
    const later = outcome(invoice(false), { reason: 'deferred', runId: 'run-1' });
    expect(later.page).toMatchObject({ deferred: 0, observations: [{ record: { sourceId: 'A~1~I' } }] });
    expect(later.remember).toEqual([{ sourceId: 'A~1~I', reason: 'released', key }]);
    expect(outcome(invoice(false), { reason: 'released', runId: 'run-2' }).page.observations).toHaveLength(1);
  });

  it('given details that came, then published, its total counted, and forgotten', () => {
    const { page, forget } = outcome(invoice(true), { reason: 'deferred', runId: 'run-1' });
    expect(page.totals).toEqual({ ZAR: '1150' });
    expect(forget).toEqual(['A~1~I']);
  });

  it('given a payment and what takes part of it back, then the total is what is left', () => {
    const paid = (value: string): MappedRow<'payment'> => ({
      ...{ kind: 'mapped', sourceId: `A~1~I~${value}`, isComplete: true, key },
      state: mapPayment(payment({ PostValue: value }), { ...context(), document: undefined }),
    });
    const { page } = recordPage('payment', [paid('100.00'), paid('-30.00')], new Map(), origin);
    expect(page.totals).toEqual({ ZAR: '70' });
    expect(page.observations.map(({ record }) => record.type)).toEqual(['payment', 'payment']);
  });

  it('given a bad row and one carried later, then one is remembered for another look, the other counted', () => {
    const bad = { field: 'F', shape: 'null', rule: 'DATE_MISSING', digest: 'd', key } as const;
    expect(outcome({ kind: 'rejected', sourceId: 'A~1~I', ...bad })).toMatchObject({
      page: { rejected: [{ type: 'invoice', sourceId: 'A~1~I', rule: 'DATE_MISSING' }] },
      remember: [{ reason: 'rejected' }],
    });
    expect(outcome({ kind: 'carried-later', sourceId: 'A~1~C' }).page).toMatchObject({ carriedLater: 1, rejected: [] });
  });
});

describe('read ahead', () => {
  async function* numbers(count: number, failAt = Infinity) {
    for (let n = 0; n < count; n++) {
      if (n === failAt) throw new Error(`failed at ${n}`);
      yield n;
    }
  }

  it('given a source, then its items in order; given a failure, then it comes after the items before it', async () => {
    const seen: number[] = [];
    for await (const item of readAhead(numbers(4))) seen.push(item);
    expect(seen).toEqual([0, 1, 2, 3]);
    const before: number[] = [];
    const failing = async () => {
      for await (const item of readAhead(numbers(4, 2))) before.push(item);
    };
    await expect(failing()).rejects.toThrow('failed at 2');
    expect(before).toEqual([0, 1]);
  });

  it('given a consumer that stops, then the source is ended', async () => {
    let ended = false;
    async function* source() {
      try {
        yield* numbers(10);
      } finally {
        ended = true;
      }
    }
    for await (const item of readAhead(source())) if (item === 1) break;
    expect(ended).toBe(true);
  });
});
