import type { Column } from '../tables/column.js';
import type { Value } from '../tables/row.js';
import type { ComparisonOperator } from './filter-ast.js';
import { invalidQuery } from './odata-error.js';
import type { Token } from './tokenizer.js';

export type DateLiterals = 'datetime' | 'date';

const EDM: Record<string, string> = {
  string: 'Edm.String',
  number: 'Edm.Decimal',
  date: 'Edm.Date',
  datetime: 'Edm.DateTimeOffset',
};

function edmType(column: Column, style: DateLiterals): string {
  if (column.kind === 'text') return 'Edm.String';
  if (column.kind === 'decimal') return 'Edm.Decimal';
  if (column.kind === 'binary') return 'Edm.Binary';
  return style === 'date' ? 'Edm.Date' : 'Edm.DateTimeOffset';
}

/** Time 00:00 is all the columns hold, so a literal inside a day keeps its time for `lt` and `ge` to be exact. */
function instant(text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw invalidQuery(`The literal '${text}' is not a valid Edm.DateTimeOffset.`);
  const utc = new Date(time).toISOString();
  return utc.endsWith('T00:00:00.000Z') ? utc.slice(0, 10) : utc.slice(0, 19);
}

/**
 * The literal as a value of the column.
 * @throws ODataError 400 when its type is not the column's, or its date is written in the other style.
 */
export function literalValue(column: Column, operator: ComparisonOperator, token: Token, style: DateLiterals): Value {
  if (token.kind === 'name' && token.text === 'null') return null;
  const wanted = edmType(column, style);
  const given = EDM[token.kind] ?? token.text;
  if (given !== wanted || wanted === 'Edm.Binary') {
    throw invalidQuery(
      `A binary operator with incompatible types was detected. Found operand types '${wanted}' and '${given}' for operator kind '${operator}'.`,
    );
  }
  if (token.kind === 'datetime') return instant(token.text);
  if (token.kind === 'date') return instant(`${token.text}T00:00:00Z`);
  return token.text;
}
