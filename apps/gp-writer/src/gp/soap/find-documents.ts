import { isNotFound } from '../error-classifier.js';
import type { ReceivablesKind } from '../documents/gp-document.js';
import type { FoundDocument } from '../gp-gateway.port.js';
import { companyContext } from './envelope.js';
import { foundCashReceipt, foundReceivables } from './found-document.js';
import { isSameId } from './same-id.js';
import { ReceivablesDocumentKey } from './schema/common-types.js';
import { CashReceiptCriteria, ReceivablesDocumentCriteria } from './schema/criteria-types.js';
import { build } from './schema/schema-type.js';
import type { SoapCaller } from './soap-caller.js';
import type { ValidationLog } from './validation-log.js';
import { elementAt, elementsOf, trimmedAt, type XmlElement } from './xml/xml-element.js';

/** Parts of operation names, and what a list calls the type. */
const KINDS: Readonly<Record<ReceivablesKind, { name: string; type: string }>> = {
  invoice: { name: 'ReceivablesInvoice', type: 'Invoice' },
  'credit-memo': { name: 'ReceivablesCreditMemo', type: 'Credit Memo' },
  'debit-memo': { name: 'ReceivablesDebitMemo', type: 'Debit Memo' },
};

/**
 * Looks documents up by number. Entity-id filtering can hide one from a look-up by key, so that nothing found there is
 * looked for in the list too; its rows lack the description and whether the document is void.
 * @see https://learn.microsoft.com/previous-versions/dynamicsgp/developer/cc508517
 */
export class FindDocuments {
  constructor(
    private readonly caller: SoapCaller,
    private readonly log: ValidationLog,
  ) {}

  async receivables(kind: ReceivablesKind, number: string): Promise<FoundDocument | undefined> {
    const { name, type } = KINDS[kind];
    const document = await this.byKey(`Get${name}ByKey`, number);
    if (document !== undefined) return foundReceivables(document);
    const criteria = build(
      'criteria',
      ReceivablesDocumentCriteria,
      { DocumentId: { EqualValue: number } },
      this.caller.settings.wire,
    );
    const rows = await this.list('GetReceivablesDocumentList', criteria, 'ReceivablesDocumentSummary', number);
    const row = rows.find((each) => trimmedAt(each, 'Type') === type);
    return row === undefined ? undefined : foundReceivables(row);
  }

  async cashReceipt(number: string): Promise<FoundDocument | undefined> {
    const receipt = await this.byKey('GetCashReceiptByKey', number);
    if (receipt !== undefined) return foundCashReceipt(receipt);
    const criteria = build('criteria', CashReceiptCriteria, { Id: { EqualValue: number } }, this.caller.settings.wire);
    const [row] = await this.list('GetCashReceiptList', criteria, 'CashReceiptSummary', number);
    return row === undefined ? undefined : foundCashReceipt(row);
  }

  private async byKey(name: string, number: string): Promise<XmlElement | undefined> {
    const key = build('key', ReceivablesDocumentKey, { Id: number }, this.caller.settings.wire);
    try {
      const response = await this.caller.call({ name, members: [key, this.context()] }, this.log);
      return elementAt(response, `${name}Result`);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  private async list(name: string, criteria: XmlElement, row: string, number: string): Promise<XmlElement[]> {
    const response = await this.caller.call({ name, members: [criteria, this.context()] }, this.log);
    const rows = elementsOf(elementAt(response, `${name}Result`), row);
    return rows.filter((each) => isSameId(trimmedAt(each, 'Key', 'Id'), number));
  }

  private context(): XmlElement {
    return companyContext(this.caller.settings);
  }
}
