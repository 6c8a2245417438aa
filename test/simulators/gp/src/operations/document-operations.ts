import type { Company } from '../company/company.js';
import type { DocumentKind, StoredDocument } from '../company/stored.js';
import { acceptDocument, RECEIVABLES, type ReceivablesKind } from '../rules/accept-document.js';
import { acceptReceipt } from '../rules/accept-receipt.js';
import type { RuleContext } from '../rules/rule-context.js';
import { failure } from '../rules/validation-failure.js';
import { objectAt, textAt, type ValueObject } from '../schema/value.js';
import { between, isOneOf, likes } from './criteria.js';
import { rulesOf, type Call, type Operation } from './operation.js';
import { checkPolicy } from './policies.js';
import { isFiltered, visibleRows } from './visibility.js';

const KINDS = Object.keys(RECEIVABLES) as ReceivablesKind[];

/** Create, GetByKey and GetList of invoices, memos and cash receipts, and the list of them all. */
export const DOCUMENT_OPERATIONS: readonly Operation[] = [
  ...KINDS.flatMap((kind) => {
    const { type } = RECEIVABLES[kind];
    return [
      createOf(kind, type, (sent, rules) => acceptDocument(kind, sent, rules)),
      byKeyOf(kind, type),
      listOf(type, `${type}Criteria`, (call) => documents(call, [kind])),
    ];
  }),
  listOf('ReceivablesDocument', 'ReceivablesDocumentCriteria', (call) => documents(call, [...KINDS, 'cash-receipt'])),
  createOf('cash-receipt', 'CashReceipt', acceptReceipt),
  byKeyOf('cash-receipt', 'CashReceipt'),
  listOf('CashReceipt', 'CashReceiptCriteria', receipts),
];

function createOf(
  kind: DocumentKind,
  type: string,
  accept: (sent: ValueObject, rules: RuleContext) => StoredDocument,
): Operation {
  const name = `Create${type}`;
  const member = type.charAt(0).toLowerCase() + type.slice(1);
  return {
    name,
    members: `${member}?:${type} context?:Context policy?:Policy`,
    run: (call) => {
      const rules = rulesOf(call);
      checkPolicy(objectAt(call.request, 'policy'), name, rules.company, rules.switches);
      const sent = objectAt(call.request, member);
      if (sent === undefined) throw failure('missingValue', kind);
      call.ledger.commit(rules.company, [{ kind: 'document', value: accept(sent, rules) }]);
      return undefined;
    },
  };
}

function byKeyOf(kind: DocumentKind, type: string): Operation {
  return {
    name: `Get${type}ByKey`,
    members: 'key?:ReceivablesDocumentKey context?:Context',
    result: type,
    run: (call) => {
      const { company, switches } = rulesOf(call);
      const found = company.document(kind, textAt(call.request, 'key', 'Id') ?? '');
      if (found === undefined || isFiltered(found, switches)) throw failure('notFound', 'Key');
      return found.value;
    },
  };
}

function listOf(type: string, criteria: string, rows: (call: Call) => ValueObject[]): Operation {
  return {
    name: `Get${type}List`,
    members: `criteria?:${criteria} context?:Context`,
    result: `ArrayOf${type}Summary`,
    run: (call) => ({ [`${type}Summary`]: rows(call) }),
  };
}

function documents(call: Call, kinds: readonly DocumentKind[]): ValueObject[] {
  const { company, switches } = rulesOf(call);
  const criteria = objectAt(call.request, 'criteria');
  const restriction = (member: string): ValueObject | undefined => objectAt(criteria, member);
  const found = candidates(company, criteria).filter(
    (document) =>
      kinds.includes(document.kind) &&
      isOneOf(restriction('Type'), literalOf(document.kind)) &&
      isOneOf(restriction('TransactionState'), document.state) &&
      likes(restriction('DocumentId'), document.id) &&
      likes(restriction('CustomerId'), document.customerId) &&
      likes(restriction('BatchId'), document.batch.id) &&
      between(restriction('Date'), textAt(document.value, 'Date') ?? '') &&
      between(restriction('ModifiedDate'), textAt(document.value, 'ModifiedDate') ?? ''),
  );
  return visibleRows(found, switches).map((document) => ({
    ...document.value,
    Type: literalOf(document.kind),
    DocumentAmount: document.value.DocumentAmount ?? document.value.Amount,
    TransactionState: document.state,
  }));
}

function receipts(call: Call): ValueObject[] {
  const { company, switches } = rulesOf(call);
  const criteria = objectAt(call.request, 'criteria');
  const restriction = (member: string): ValueObject | undefined => objectAt(criteria, member);
  const found = candidates(company, criteria).filter(
    (receipt) =>
      receipt.kind === 'cash-receipt' &&
      likes(restriction('Id'), receipt.id) &&
      likes(restriction('CustomerId'), receipt.customerId) &&
      likes(restriction('BatchId'), receipt.batch.id) &&
      isOneOf(restriction('CurrencyISOCode'), receipt.currency) &&
      isOneOf(restriction('TransactionState'), receipt.state) &&
      between(restriction('Date'), textAt(receipt.value, 'Date') ?? '') &&
      between(restriction('ModifiedDate'), textAt(receipt.value, 'ModifiedDate') ?? ''),
  );
  return visibleRows(found, switches).map((receipt) => ({ ...receipt.value, TransactionState: receipt.state }));
}

/** Documents a criterion leaves to look at; a single document is found without looking through all. */
function candidates(company: Company, criteria: ValueObject | undefined): StoredDocument[] {
  const id = textAt(criteria, 'DocumentId', 'EqualValue') ?? textAt(criteria, 'Id', 'EqualValue');
  return id === undefined || id === '' ? company.allDocuments() : company.documentsNumbered(id);
}

function literalOf(kind: DocumentKind): string {
  return kind === 'cash-receipt' ? 'Cash Receipt' : RECEIVABLES[kind].literal;
}
