import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { aCreditNote, anInvoice } from '@ledgerbridge/testing';
import { isOfInvoiceVoid, isWriteOff } from './credit-note-reason.js';
import { ALL_ACCOUNTS, aFrame, aMapping } from './documents.fixture.spec.js';
import { toCreditMemo, toCreditNoteUndone, toInvoice, toInvoiceUndone } from './sales-document.mapper.js';

const provided = aFrame({ distributions: 'provided' });
const accounts = { accounts: ALL_ACCOUNTS };

describe('invoice for GP', () => {
  const invoice = anInvoice()
    .with({ purchaseOrder: `PO-${'7'.repeat(30)}` })
    .withLine({ amount: '100' });

  it('given an empty mapping, then everything has its place and no distributions', () => {
    expect(toInvoice(invoice.build(), aFrame({ glPostingDate: '2026-02-01' }), aMapping())).toEqual({
      kind: 'invoice',
      number: 'CBI1001',
      customerId: 'CBACME',
      date: '2026-01-15',
      glPostingDate: '2026-02-01',
      currency: 'USD',
      batchId: 'CBS20260115',
      description: 'Invoice 1001',
      salesAmount: '100.00',
      tradeDiscount: '0.00',
      freight: '0.00',
      miscellaneous: '0.00',
      tax: '0.00',
      purchaseOrder: `PO-${'7'.repeat(17)}`,
      dueDate: '2026-02-14',
    });
  });

  it('given nothing to pay, a negative line, or yen, then it is mapped as it is', () => {
    const zero = anInvoice().withLine({ amount: '5' }).withLine({ amount: '-5' }).build();
    expect(toInvoice(zero, provided, aMapping(accounts))).toMatchObject({ salesAmount: '0.00', distributions: [] });
    const yen = anInvoice().with({ currency: 'JPY' }).withLine({ amount: '1500' }).withLine({ amount: '-200' });
    expect(toInvoice(yen.build(), aFrame(), aMapping())).toMatchObject({ currency: 'JPY', salesAmount: '1300' });
  });

  it('given its void, then a credit memo of the same amounts, without due date and order number', () => {
    const undone = toInvoiceUndone(invoice.build(), provided, aMapping(accounts));
    expect(undone).toMatchObject({ kind: 'credit-memo', salesAmount: '100.00', description: 'Void of 1001' });
    expect(undone).not.toHaveProperty('dueDate');
    expect(undone).not.toHaveProperty('purchaseOrder');
    expect(undone.distributions).toContainEqual({
      role: 'receivable',
      account: 'AR',
      debit: '0.00',
      credit: '100.00',
    });
  });

  it.each([
    ['1'.repeat(22), `Invoice ${'1'.repeat(22)}`],
    ['1'.repeat(23), '1'.repeat(23)],
    ['1'.repeat(31), '1'.repeat(30)],
  ])('given the source id %s, then as much of it as fits is in the description', (sourceId, description) => {
    expect(toInvoice(invoice.build(), aFrame({ sourceId }), aMapping()).description).toBe(description);
  });
});

describe('credit note for GP', () => {
  const note = aCreditNote().withLine({ amount: '50', taxes: [{ name: 'VAT', amount: '5' }] });

  it('given any credit note, then a credit memo; one above its invoice too', () => {
    const above = note.with({ invoiceId: '1', allocations: [{ invoiceId: '1', amount: '1' }] }).build();
    const memo = toCreditMemo(above, provided, aMapping(accounts));
    expect(memo).toMatchObject({
      kind: 'credit-memo',
      salesAmount: '50.00',
      tax: '5.00',
      description: 'Credit note 1001',
    });
    expect(memo.distributions?.map(({ role, debit, credit }) => [role, debit, credit])).toEqual([
      ['receivable', '0.00', '55.00'],
      ['creditMemo', '50.00', '0.00'],
      ['tax', '5.00', '0.00'],
    ]);
  });

  it('given its void, then a debit memo of the same amounts', () => {
    const undone = toCreditNoteUndone(note.build(), provided, aMapping(accounts));
    expect(undone).toMatchObject({ kind: 'debit-memo', salesAmount: '50.00', tax: '5.00' });
    expect(undone.distributions?.[1]).toEqual({ role: 'debitMemo', account: 'SALES', debit: '0.00', credit: '50.00' });
  });

  it('given a write-off, then the whole is on the write-off account and no tax is taken back', () => {
    const writeOff = aCreditNote()
      .with({ reason: 'Write off' })
      .withLine({ amount: '50', taxes: [{ name: 'VAT', amount: '5' }] })
      .build();
    const memo = toCreditMemo(writeOff, provided, aMapping({ ...accounts, tax: 'details' }));
    expect(memo).toMatchObject({ salesAmount: '55.00', tax: '0.00' });
    expect(memo).not.toHaveProperty('taxes');
    expect(memo.distributions?.[1]).toEqual({ role: 'writeOff', account: 'BAD-DEBT', debit: '55.00', credit: '0.00' });
    const undone = toCreditNoteUndone(writeOff, provided, aMapping(accounts));
    expect(undone.distributions?.[1]).toEqual({
      role: 'writeOff',
      account: 'BAD-DEBT',
      debit: '0.00',
      credit: '55.00',
    });
  });

  it.each([
    ['write_off', true, false],
    ['WRITE OFF ', true, false],
    ['invoice void', false, true],
    ['other', false, false],
    [undefined, false, false],
  ])('given the reason %s, then write-off is %s and void of an invoice %s', (reason, writesOff, isVoid) => {
    const built = aCreditNote()
      .with(reason === undefined ? {} : { reason })
      .build();
    expect(isWriteOff(built, aMapping())).toBe(writesOff);
    expect(isOfInvoiceVoid(built, aMapping())).toBe(isVoid);
  });
});
