import type { CashReceipt, GpCustomer, ReceivablesDocument } from './gp-document.js';

export function aReceivablesDocument(given: Partial<ReceivablesDocument> = {}): ReceivablesDocument {
  return {
    kind: 'invoice',
    number: 'CB000000000000001',
    customerId: 'AARONFIT0001',
    date: '2026-03-31',
    currency: 'USD',
    batchId: 'CB20260331',
    salesAmount: '100',
    tradeDiscount: '0',
    freight: '0',
    miscellaneous: '0',
    tax: '0',
    ...given,
  };
}

export function aCashReceipt(given: Partial<CashReceipt> = {}): CashReceipt {
  return {
    kind: 'cash-receipt',
    number: 'CBP00000000000001',
    customerId: 'AARONFIT0001',
    date: '2026-03-31',
    currency: 'USD',
    batchId: 'CBP20260331',
    amount: '100',
    method: 'check',
    ...given,
  };
}

export function aGpCustomer(given: Partial<GpCustomer> = {}): GpCustomer {
  return { id: 'CBACME', name: 'Acme Ltd', addressId: 'PRIMARY', ...given };
}
