import type { GpSettings } from '../connection-settings.js';
import type { CashReceipt, GpDocument, ReceivablesDocument, ReceivablesKind } from '../documents/gp-document.js';
import type { CreateOperation } from '../gp-gateway.port.js';
import { GpError } from '../gp.errors.js';
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
      const types = this.typesUnder(policy, document, operation);
      return build(member, type, receivablesValue(document, types), this.settings.wire);
    });
  }

  async cashReceipt(receipt: CashReceipt): Promise<void> {
    const operation = 'CreateCashReceipt';
    await this.writes.send(operation, (policy) => {
      const value = cashReceiptValue(receipt, this.typesUnder(policy, receipt, operation));
      return build('cashReceipt', CashReceiptType, value, this.settings.wire);
    });
  }

  /**
   * Undefined where GP makes the distributions: it would ignore ours, or worse.
   * @throws GpError GP_POLICY_CHANGED for a document without them where GP relies on ours: it would have none at all
   */
  private typesUnder(policy: XmlElement, { distributions }: GpDocument, operation: CreateOperation) {
    if (readPolicy(policy).distributions === 'automatic') return undefined;
    if (distributions !== undefined) return this.settings.mapping.distributionTypes;
    const message = `the policy of ${operation} wants distributions, which the document was made without`;
    throw new GpError('GP_POLICY_CHANGED', message, { operation });
  }
}
