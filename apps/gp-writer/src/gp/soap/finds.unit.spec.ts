import { describe, expect, it } from '@jest/globals';
import { classifyError } from '../error-classifier.js';
import { answered, fault, LOG_ID, logged, scriptedGateway, validationFault } from './scripted-transport.fixture.js';

const NOT_FOUND = fault('Business object not found.');
const amount = (value: string) => `<Currency>USD</Currency><Value>${value}</Value><DecimalDigits>2</DecimalDigits>`;

function result(operation: string, members: string) {
  return { [operation]: answered(operation, `<${operation}Result>${members}</${operation}Result>`) };
}

const INVOICE =
  '<Key><Id>CB1            </Id></Key><Type>Invoice</Type><Date>2026-03-31T00:00:00</Date>' +
  `<DocumentAmount>${amount('107.50000')}</DocumentAmount><Description>in_1 </Description>` +
  '<CustomerPONumber>PO &amp; 1</CustomerPONumber>' +
  '<GeneralLedgerPostingDate>2026-04-01T23:59:59.999</GeneralLedgerPostingDate><IsVoided>false</IsVoided>' +
  '<BatchKey><Id>WSCB20260331</Id><CreatedDateTime>2026-03-31T00:00:00</CreatedDateTime></BatchKey>' +
  '<CustomerKey><Id>AARONFIT0001</Id></CustomerKey><CurrencyKey><ISOCode>USD</ISOCode></CurrencyKey>';

describe('documents found in GP', () => {
  it('given a document by key, then its days are those written, its texts without padding, its amount as stated', async () => {
    const { gateway, transport } = scriptedGateway(result('GetReceivablesInvoiceByKey', INVOICE));
    expect(await gateway.findReceivables('invoice', 'CB1')).toEqual({
      number: 'CB1',
      customerId: 'AARONFIT0001',
      date: '2026-03-31',
      currency: 'USD',
      amount: '107.50000',
      batchId: 'WSCB20260331',
      glPostingDate: '2026-04-01',
      description: 'in_1',
      purchaseOrder: 'PO & 1',
      isVoided: false,
    });
    expect(transport.operations()).toEqual(['GetReceivablesInvoiceByKey']);
    expect(transport.envelopeOf('GetReceivablesInvoiceByKey')).toContain('<gp:key><gp:Id>CB1</gp:Id></gp:key>');
  });

  it('given members that are nil or stand for nothing, then they are absent', async () => {
    const members =
      '<Key><Id>CB1</Id></Key><Date>2026-03-31T00:00:00</Date><CurrencyKey i:nil="true"/>' +
      `<DocumentAmount>${amount('1')}</DocumentAmount><IsVoided i:nil="true"/><Description/>` +
      '<GeneralLedgerPostingDate>1900-01-01T00:00:00</GeneralLedgerPostingDate>';
    const { gateway } = scriptedGateway(result('GetReceivablesDebitMemoByKey', members));
    const found = await gateway.findReceivables('debit-memo', 'CB1');
    expect(found).toMatchObject({ currency: 'USD', isVoided: false });
    expect(found?.glPostingDate).toBeUndefined();
    expect(found?.description).toBeUndefined();
  });

  it('given a voided receipt, then it says so', async () => {
    const members = `<CustomerKey><Id>C</Id></CustomerKey><Key><Id>R1</Id></Key><Date>2026-03-31T00:00:00</Date><Amount>${amount('5.00')}</Amount><IsVoided>true</IsVoided>`;
    const { gateway } = scriptedGateway(result('GetCashReceiptByKey', members));
    expect(await gateway.findCashReceipt('R1')).toMatchObject({ amount: '5.00', customerId: 'C', isVoided: true });
  });

  it('given a document hidden from its key, then its row in the list is found, of its kind and number only', async () => {
    const row = (type: string, id: string, value: string) =>
      `<ReceivablesDocumentSummary><Key><Id>${id}</Id></Key><CustomerKey><Id>C</Id></CustomerKey><Date>2026-03-31T00:00:00</Date><DocumentAmount>${amount(value)}</DocumentAmount><Type>${type}</Type></ReceivablesDocumentSummary>`;
    const rows = row('Invoice', 'CB1', '1') + row('Credit Memo', 'CB12', '2') + row('Credit Memo', 'cb1', '3');
    const { gateway, transport } = scriptedGateway({
      GetReceivablesCreditMemoByKey: NOT_FOUND,
      ...result('GetReceivablesDocumentList', rows),
    });
    expect(await gateway.findReceivables('credit-memo', 'CB1')).toMatchObject({ number: 'cb1', amount: '3' });
    expect(transport.envelopeOf('GetReceivablesDocumentList')).toContain(
      '<gp:criteria><gp:DocumentId><gp:EqualValue>CB1</gp:EqualValue></gp:DocumentId><gp:Scope>Return All</gp:Scope></gp:criteria>',
    );
  });

  it('given a receipt hidden from its key, then it is found by its list', async () => {
    const row = `<CashReceiptSummary><Key><Id>R1</Id></Key><CustomerKey><Id>C</Id></CustomerKey><Date>2026-03-31T00:00:00</Date><Amount>${amount('5')}</Amount></CashReceiptSummary>`;
    const { gateway } = scriptedGateway({ GetCashReceiptByKey: NOT_FOUND, ...result('GetCashReceiptList', row) });
    expect(await gateway.findCashReceipt('R1')).toMatchObject({ number: 'R1', amount: '5' });
  });

  it.each([
    ['by its fault string', NOT_FOUND, undefined],
    [
      'by its fault string beside a log id',
      fault('Business object not found.', `<Message>${LOG_ID}</Message>`),
      undefined,
    ],
    ['by a message of the log', validationFault(), logged(['Business object not found.'])],
    ['by an empty answer', answered('GetCashReceiptByKey'), undefined],
  ])('given that GP has none, %s, then there is none', async (_name, byKey, log) => {
    const script = { GetCashReceiptByKey: byKey, ...(log !== undefined && { GetLoggedValidationResultByKey: log }) };
    const { gateway, transport } = scriptedGateway(script);
    expect(await gateway.findCashReceipt('R1')).toBeUndefined();
    const asked = ['GetCashReceiptByKey', ...(log === undefined ? [] : ['GetLoggedValidationResultByKey'])];
    expect(transport.operations()).toEqual([...asked, 'GetCashReceiptList']);
  });

  it('given any other failure, then it is not taken for absence', async () => {
    const { gateway } = scriptedGateway({ GetCashReceiptByKey: fault('An unhandled system exception.') });
    const error: unknown = await gateway.findCashReceipt('R1').catch((thrown: unknown) => thrown);
    expect(classifyError(error)).toEqual({ kind: 'transient' });
  });
});

describe('companies', () => {
  const companies =
    '<Company><Key><d:Id xmlns:d="http://schemas.microsoft.com/dynamics/2006/01">-1</d:Id></Key><Name>Fabrikam, Inc.</Name></Company>';

  it('given a service that lists them, then they are asked for without a company', async () => {
    const { gateway, transport } = scriptedGateway(result('GetCompanyList', companies));
    expect(await gateway.companies()).toEqual([{ id: -1, name: 'Fabrikam, Inc.' }]);
    expect(transport.envelopeOf('GetCompanyList')).not.toContain('OrganizationKey');
  });

  it('given a service without that list, then those enabled for the user are listed', async () => {
    const refused = fault('ContractFilter mismatch at the EndpointDispatcher');
    const { gateway } = scriptedGateway({
      GetCompanyList: refused,
      ...result('GetWSEnabledCompanyForUserList', companies),
    });
    expect(await gateway.companies()).toHaveLength(1);
  });

  it('given that both are refused, then the first refusal is told', async () => {
    const { gateway } = scriptedGateway({
      GetCompanyList: fault('Access denied'),
      GetWSEnabledCompanyForUserList: fault('x'),
    });
    await expect(gateway.companies()).rejects.toMatchObject({ failure: { operation: 'GetCompanyList' } });
  });
});
