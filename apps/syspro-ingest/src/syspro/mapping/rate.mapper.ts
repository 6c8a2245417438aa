import { isZeroDecimal } from '@ledgerbridge/contracts';
import { readDecimal, readText } from './fields.js';
import { isNegative, type Rate } from './money.js';

/** A row's exchange rate; undefined when it has none (blank, zero or negative). */
export function readRate(
  row: Readonly<Record<string, unknown>>,
  rateColumn: string,
  mulDivColumn: string,
): Rate | undefined {
  const value = readDecimal(row, rateColumn);
  if (value === undefined || isZeroDecimal(value) || isNegative(value)) return undefined;
  return { value, mulDiv: readText(row, mulDivColumn, 10)?.toUpperCase() === 'D' ? 'D' : 'M' };
}
