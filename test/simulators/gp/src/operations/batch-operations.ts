import type { Company } from '../company/company.js';
import { normalId } from '../company/ids.js';
import { BATCH_SOURCES, type BatchSource, type StoredDocument } from '../company/stored.js';
import { fromUnits, sumOf, toUnits } from '../rules/decimal.js';
import { failure } from '../rules/validation-failure.js';
import { objectAt, textAt, type ValueObject } from '../schema/value.js';
import { likes } from './criteria.js';
import { rulesOf, type Operation } from './operation.js';

/** Batches, which are what their unposted documents make of them. */
export const BATCH_OPERATIONS: readonly Operation[] = [
  {
    name: 'GetBatchByKey',
    members: 'key?:BatchKey context?:Context',
    result: 'Batch',
    run: (call) => {
      const { company } = rulesOf(call);
      const id = normalId(textAt(call.request, 'key', 'Id') ?? '');
      const source = normalId(textAt(call.request, 'key', 'Source') ?? '');
      const found = openBatches(company).find(
        (batch) => batch.id === id && (source === '' || normalId(batch.source) === source),
      );
      if (found === undefined) throw failure('notFound', 'Key');
      return batchValue(found, company);
    },
  },
  {
    name: 'GetBatchList',
    members: 'criteria?:BatchCriteria context?:Context',
    result: 'ArrayOfBatch',
    run: (call) => {
      const { company } = rulesOf(call);
      const criteria = objectAt(call.request, 'criteria');
      const found = openBatches(company).filter(
        ({ id, source }) => likes(objectAt(criteria, 'Id'), id) && likes(objectAt(criteria, 'Source'), source),
      );
      return { Batch: found.map((batch) => batchValue(batch, company)) };
    },
  },
];

interface OpenBatch {
  id: string;
  source: BatchSource;
  documents: readonly StoredDocument[];
}

/** Batches of a company that hold unposted documents. */
export function openBatches(company: Company): OpenBatch[] {
  return company.batchIds().flatMap((id) =>
    BATCH_SOURCES.map((source) => ({
      id,
      source,
      documents: company.inBatch(id).filter(({ batch }) => batch.source === source),
    })).filter(({ documents }) => documents.length > 0),
  );
}

/** A total over several currencies is the bare sum, in the functional one: rates are not kept here. */
function batchValue({ id, source, documents }: OpenBatch, company: Company): ValueObject {
  const codes = new Set(documents.map(({ currency }) => currency));
  const [only = company.functionalCurrency] = codes.size === 1 ? codes : [];
  const total = sumOf(documents.map(({ amount }) => toUnits(amount) ?? 0n));
  const decimals = company.currency(only)?.decimals ?? 2;
  return {
    Key: { Source: source, Id: id, CreatedDateTime: documents[0]?.createdAt.slice(0, 19) },
    NumberOfTransactions: String(documents.length),
    Frequency: 'Single Use',
    Total: { Currency: only, Value: fromUnits(total, 5), DecimalDigits: String(decimals) },
    CurrencyKey: { ISOCode: only },
  };
}
