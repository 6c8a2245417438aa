import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { anInvoice, aPayment } from '@ledgerbridge/testing';
import { aMapping } from './documents.fixture.spec.js';
import { effectDay } from './effect-day.js';

describe('day of a document', () => {
  const invoice = anInvoice().with({ issuedOn: '2026-01-15' });
  const voided = invoice.with({ voidedAt: '2026-02-01T03:00:00Z' }).build();
  const happenedAt = '2026-03-01T12:00:00Z';

  it('given the document itself, then its own day; a payment its own', () => {
    expect(effectDay('invoice', voided, happenedAt, aMapping())).toBe('2026-01-15');
    expect(effectDay('refund', aPayment().with({ paidOn: '2026-01-03' }).build(), happenedAt, aMapping())).toBe(
      '2026-01-03',
    );
  });

  it('given a void, then its day by the calendar of the source; a deletion the day it happened', () => {
    expect(effectDay('invoice-undone', voided, happenedAt, aMapping())).toBe('2026-02-01');
    const timeZone = { timeZone: 'America/New_York' };
    expect(effectDay('invoice-undone', voided, happenedAt, aMapping(timeZone))).toBe('2026-01-31');
    const deleted = anInvoice().with({ status: 'deleted' }).build();
    expect(effectDay('invoice-undone', deleted, happenedAt, aMapping())).toBe('2026-03-01');
  });

  it('given a void that seems to be earlier than its document, then the day of the document', () => {
    const early = anInvoice().with({ issuedOn: '2026-02-02', voidedAt: '2026-02-01T03:00:00Z' }).build();
    expect(effectDay('invoice-undone', early, happenedAt, aMapping())).toBe('2026-02-02');
  });
});
