import { optional, required, struct } from './schema-type.js';

const StringRestriction = struct('LikeRestrictionOfString', [optional('EqualValue')]);

export const ReceivablesDocumentCriteria = struct('ReceivablesDocumentCriteria', [
  optional('DocumentId', StringRestriction),
  required('Scope', 'Return All'),
]);

export const CashReceiptCriteria = struct('CashReceiptCriteria', [
  optional('Id', StringRestriction),
  required('Scope', 'Return All'),
]);
