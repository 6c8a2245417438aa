import type { CashReceipt, ReceivablesDocument, ReceivablesKind } from '../documents/gp-document.js';
import type { CreateOperation } from '../gp-gateway.port.js';
import { cashReceiptValue, receivablesValue } from './document-values.js';
import { companyContext } from './envelope.js';
import { readPolicy, type Policies } from './policies.js';
import {
  CashReceipt as CashReceiptType,
  ReceivablesCreditMemo,
  ReceivablesDebitMemo,
  ReceivablesInvoice,
} from './schema/document-types.js';
import { build, type StructType } from './schema/schema-type.js';
import type { SoapCaller } from './soap-caller.js';
import type { ValidationLog } from './validation-log.js';
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
    private readonly caller: SoapCaller,
    private readonly policies: Policies,
    private readonly log: ValidationLog,
  ) {}

  async receivables(document: ReceivablesDocument): Promise<void> {
    const { operation, member, type } = CREATIONS[document.kind];
    const policy = await this.policies.element(operation);
    const value = receivablesValue(document, this.typesUnder(policy));
    await this.create(operation, build(member, type, value, this.caller.settings.wire), policy);
  }

  async cashReceipt(receipt: CashReceipt): Promise<void> {
    const operation = 'CreateCashReceipt';
    const policy = await this.policies.element(operation);
    const value = cashReceiptValue(receipt, this.typesUnder(policy));
    await this.create(operation, build('cashReceipt', CashReceiptType, value, this.caller.settings.wire), policy);
  }

  private async create(name: CreateOperation, document: XmlElement, policy: XmlElement): Promise<void> {
    await this.caller.call({ name, members: [document, companyContext(this.caller.settings), policy] }, this.log);
  }

  /** Undefined where GP makes the distributions: it would ignore ours, or worse. */
  private typesUnder(policy: XmlElement) {
    const isProvided = readPolicy(policy).distributions === 'provided';
    return isProvided ? this.caller.settings.mapping.distributionTypes : undefined;
  }
}
