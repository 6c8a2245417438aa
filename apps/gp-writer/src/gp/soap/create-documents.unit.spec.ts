import { describe, expect, it } from '@jest/globals';
import { aCashReceipt, aReceivablesDocument } from '../documents/gp-document.fixture.js';
import type { GpDistribution } from '../documents/gp-document.js';
import { policyAnswer, scriptedGateway } from './scripted-transport.fixture.js';

const DISTRIBUTIONS: readonly GpDistribution[] = [
  { role: 'receivable', account: '000-1200-00', debit: '100', credit: '0' },
  { role: 'sales', account: '000-4100-00', debit: '0', credit: '100', reference: 'in_1' },
];
const usd = (value: string) =>
  `<gp:Currency>USD</gp:Currency><gp:Value>${value}</gp:Value><gp:DecimalDigits>2</gp:DecimalDigits>`;
const PROVIDED = { GetPolicyByOperation: policyAnswer({ distributions: '0' }) };

/** What stands between the start and the end of an element. */
function within(xml: string, name: string): string {
  return new RegExp(`<gp:${name}>(.*?)</gp:${name}>`, 'su').exec(xml)?.[1] ?? '';
}

describe('a receivables document on the wire', () => {
  it('given an invoice, then its members stand in the order of the schema, nil where they have no value', async () => {
    const { gateway, transport } = scriptedGateway();
    await gateway.createReceivables(aReceivablesDocument({ description: 'in_1 & more', dueDate: '2026-04-30' }));
    const nil = (...names: string[]) => names.map((name) => `<gp:${name} xsi:nil="true"/>`).join('');
    expect(within(transport.envelopeOf('CreateReceivablesInvoice'), 'receivablesInvoice')).toBe(
      `<gp:Key><gp:Id>CB000000000000001</gp:Id></gp:Key>${nil('Type')}<gp:Date>2026-03-31T00:00:00</gp:Date>` +
        `<gp:SalesAmount>${usd('100.00')}</gp:SalesAmount><gp:Description>in_1 &amp; more</gp:Description>` +
        `<gp:TaxAmount>${usd('0.00')}</gp:TaxAmount>` +
        nil('ExchangeRate', 'ExchangeDate', 'TransactionState', 'GeneralLedgerPostingDate', 'PostedDate') +
        nil('IsElectronic', 'IsIntrastatDocument', 'IsDirectDebitDocument', 'InvoicePaidOffDate') +
        nil('IsDeleted', 'IsVoided', 'VoidDate', 'ModifiedDate') +
        '<gp:BatchKey><gp:Id>CB20260331</gp:Id><gp:CreatedDateTime>0001-01-01T00:00:00</gp:CreatedDateTime></gp:BatchKey>' +
        '<gp:CustomerKey><gp:Id>AARONFIT0001</gp:Id></gp:CustomerKey>' +
        '<gp:CurrencyKey><gp:ISOCode>USD</gp:ISOCode></gp:CurrencyKey>' +
        `<gp:Terms><gp:DueDate>2026-04-30T00:00:00</gp:DueDate>${nil('DiscountDate')}</gp:Terms>` +
        nil('CommissionBasedOn'),
    );
  });

  it('given the company and role of the connection, then the context names them in their namespaces', async () => {
    const { gateway, transport } = scriptedGateway({}, { companyId: 7, roleKey: 'AR', culture: 'de-DE' });
    await gateway.createReceivables(aReceivablesDocument());
    expect(within(transport.envelopeOf('CreateReceivablesInvoice'), 'context')).toBe(
      '<d:OrganizationKey xsi:type="d:CompanyKey"><d:Id>7</d:Id></d:OrganizationKey>' +
        '<d:CultureName>de-DE</d:CultureName><d:CurrencyType>Transactional</d:CurrencyType>' +
        '<d:RoleKey><Id xmlns="http://schemas.microsoft.com/dynamics/security/2006/01">AR</Id></d:RoleKey>',
    );
  });

  it('given amounts beside sales, tax details and a purchase order, then each has its member', async () => {
    const { gateway, transport } = scriptedGateway();
    const taxes = [{ detailId: 'USNY', taxAmount: '7.5', taxableAmount: '100' }];
    const amounts = { tradeDiscount: '1', freight: '2.5', miscellaneous: '3', tax: '7.5' };
    await gateway.createReceivables(aReceivablesDocument({ ...amounts, taxes, purchaseOrder: 'PO-1' }));
    const xml = transport.envelopeOf('CreateReceivablesInvoice');
    expect(within(xml, 'TradeDiscountAmount')).toBe(usd('1.00'));
    expect(within(xml, 'FreightAmount')).toBe(usd('2.50'));
    expect(within(xml, 'MiscellaneousAmount')).toBe(usd('3.00'));
    expect(within(xml, 'CustomerPONumber')).toBe('PO-1');
    expect(within(xml, 'ReceivablesTax')).toBe(
      `<gp:TaxAmount>${usd('7.50')}</gp:TaxAmount><gp:TaxableAmount>${usd('100.00')}</gp:TaxableAmount>` +
        '<gp:IsBackoutTax xsi:nil="true"/><gp:Key><gp:TaxDetailKey><gp:Id>USNY</gp:Id></gp:TaxDetailKey></gp:Key>' +
        `<gp:SalesTaxAmount>${usd('7.50')}</gp:SalesTaxAmount>`,
    );
    expect(xml).not.toContain('DocumentAmount>');
  });

  it.each([
    ['JPY', '100', '100', '0'],
    ['KWD', '1.5', '1.500', '3'],
    ['USD', '1.005', '1.005', '3'],
  ])('given %s %s, then the value is %s with %s digits, never rounded', async (currency, amount, value, digits) => {
    const { gateway, transport } = scriptedGateway();
    await gateway.createReceivables(aReceivablesDocument({ currency, salesAmount: amount }));
    expect(within(transport.envelopeOf('CreateReceivablesInvoice'), 'SalesAmount')).toBe(
      `<gp:Currency>${currency}</gp:Currency><gp:Value>${value}</gp:Value><gp:DecimalDigits>${digits}</gp:DecimalDigits>`,
    );
  });

  it('given a credit memo, then it has no terms and no commission', async () => {
    const { gateway, transport } = scriptedGateway();
    await gateway.createReceivables(aReceivablesDocument({ kind: 'credit-memo' }));
    const xml = within(transport.envelopeOf('CreateReceivablesCreditMemo'), 'receivablesCreditMemo');
    expect(xml).toMatch(/<\/gp:CurrencyKey>$/u);
  });

  it('given a debit memo, then it ends as an invoice does', async () => {
    const { gateway, transport } = scriptedGateway();
    await gateway.createReceivables(aReceivablesDocument({ kind: 'debit-memo' }));
    const xml = within(transport.envelopeOf('CreateReceivablesDebitMemo'), 'receivablesDebitMemo');
    expect(xml).toMatch(/<\/gp:CurrencyKey><gp:CommissionBasedOn xsi:nil="true"\/>$/u);
  });

  it('given a policy that takes distributions, then they are sent, numbered by the mapping and typed', async () => {
    const { gateway, transport } = scriptedGateway(PROVIDED);
    await gateway.createReceivables(aReceivablesDocument({ distributions: DISTRIBUTIONS }));
    const xml = within(transport.envelopeOf('CreateReceivablesInvoice'), 'Distributions');
    expect(xml.match(/<gp:ReceivablesDistribution>/gu)).toHaveLength(2);
    expect(xml.split('</gp:ReceivablesDistribution>')[1]).toBe(
      '<gp:ReceivablesDistribution><gp:DistributionTypeKey><gp:Id>9</gp:Id></gp:DistributionTypeKey>' +
        '<gp:Reference>in_1</gp:Reference>' +
        '<gp:GLAccountKey><gp:Id>000-4100-00</gp:Id><gp:IsEncrypted>false</gp:IsEncrypted></gp:GLAccountKey>' +
        `<gp:DebitAmount xsi:type="gp:MoneyAmount">${usd('0.00')}</gp:DebitAmount>` +
        `<gp:CreditAmount xsi:type="gp:MoneyAmount">${usd('100.00')}</gp:CreditAmount>` +
        '<gp:IsPosted xsi:nil="true"/>',
    );
  });

  it('given a document made without them under an older policy, then it is not sent: GP would keep it without any', async () => {
    const { gateway, transport } = scriptedGateway(PROVIDED);
    const refused = { code: 'GP_POLICY_CHANGED' };
    await expect(gateway.createReceivables(aReceivablesDocument())).rejects.toMatchObject(refused);
    await expect(gateway.createCashReceipt(aCashReceipt())).rejects.toMatchObject(refused);
    expect(transport.operations()).toEqual(['GetPolicyByOperation', 'GetPolicyByOperation']);
  });

  it('given a policy by which GP makes the distributions, then none are sent', async () => {
    const { gateway, transport } = scriptedGateway();
    await gateway.createReceivables(aReceivablesDocument({ distributions: DISTRIBUTIONS }));
    expect(transport.envelopeOf('CreateReceivablesInvoice')).not.toContain('Distributions');
  });
});

describe('a cash receipt on the wire', () => {
  it('given a card payment into a checkbook, then its members stand in the order of the schema', async () => {
    const { gateway, transport } = scriptedGateway(PROVIDED);
    const card = { method: 'card', cardTypeId: 'VISA', checkbookId: 'UPTOWN TRUST', reference: 'txn_1' } as const;
    const glPostingDate = '2026-04-01';
    await gateway.createCashReceipt(aCashReceipt({ ...card, glPostingDate, distributions: DISTRIBUTIONS }));
    const xml = within(transport.envelopeOf('CreateCashReceipt'), 'cashReceipt');
    expect([...xml.matchAll(/<gp:(\w+)/gu)].map(([, name]) => name).slice(0, 17)).toEqual([
      ...['CustomerKey', 'Id', 'Key', 'Id', 'CheckCardNumber', 'PaymentCardTypeKey', 'Id'],
      ...['BatchKey', 'Id', 'CreatedDateTime', 'Type', 'BankAccountKey', 'Id', 'Date', 'PostedDate'],
      ...['GeneralLedgerPostingDate', 'ModifiedDate'],
    ]);
    expect(xml).toContain('<gp:Type>Payment Card</gp:Type>');
    expect(xml).toContain('<gp:GeneralLedgerPostingDate>2026-04-01T00:00:00</gp:GeneralLedgerPostingDate>');
    expect(xml.match(/<gp:CashReceiptDistribution>/gu)).toHaveLength(2);
    expect(xml).not.toContain('IsPosted');
  });
});
