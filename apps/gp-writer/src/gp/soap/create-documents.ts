import type { GpSettings } from '../connection-settings.js';
import type { CashReceipt, ReceivablesDocument, ReceivablesKind } from '../documents/gp-document.js';
import type { CreateOperation } from '../gp-gateway.port.js';
import { cashReceiptValue, receivablesValue } from './document-values.js';
import { readPolicy } from './policies.js';
import {
  CashReceipt as CashReceiptType,
  ReceivablesCreditMemo,
  ReceivablesDebitMemo,
  ReceivablesInvoice,
} from './schema/document-types.js';
import { build, type StructType } from './schema/schema-type.js';
import type { WriteCalls } from './write-calls.js';
import type { XmlElement } from './xml/xml-element.js';

interface Creation {
  readonly operation: CreateOperation;
  readonly member: string;
  readonly type: StructType;
}

const CREATIONS: Readonly<Record<ReceivablesKind, Creation>> = {
  invoice: { operation: 'CreateReceivablesInvoice', member: 'receivablesInvoice', type: ReceivablesInvoice },
  'credit-memo': {
    operation: 'CreateReceivablesCreditMemo',
    member: 'receivablesCreditMemo',
    type: ReceivablesCreditMemo,
  },
  'debit-memo': {
    operation: 'CreateReceivablesDebitMemo',
    member: 'receivablesDebitMemo',
    type: ReceivablesDebitMemo,
  },
};

/** Creates documents; the answers are empty, so nothing is given back. */
export class CreateDocuments {
  constructor(
    private readonly writes: WriteCalls,
    private readonly settings: GpSettings,
  ) {}

  async receivables(document: ReceivablesDocument): Promise<void> {
    const { operation, member, type } = CREATIONS[document.kind];
    await this.writes.send(operation, (policy) => {
      return build(member, type, receivablesValue(document, this.typesUnder(policy)), this.settings.wire);
    });
  }

  async cashReceipt(receipt: CashReceipt): Promise<void> {
    await this.writes.send('CreateCashReceipt', (policy) => {
      const value = cashReceiptValue(receipt, this.typesUnder(policy));
      return build('cashReceipt', CashReceiptType, value, this.settings.wire);
    });
  }

  /** Undefined where GP makes the distributions: it would ignore ours, or worse. */
  private typesUnder(policy: XmlElement) {
    const isProvided = readPolicy(policy).distributions === 'provided';
    return isProvided ? this.settings.mapping.distributionTypes : undefined;
  }
}
