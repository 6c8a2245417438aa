/** Why a row cannot be mapped; the names are public, reports and dead letters carry them. */
export type RejectionRule =
  | 'KEY_BLANK'
  | 'KEY_INVALID'
  | 'DOCUMENT_TYPE_UNKNOWN'
  | 'NOT_TEXT'
  | 'TEXT_TOO_LONG'
  | 'NOT_A_NUMBER'
  | 'NUMBER_OUT_OF_RANGE'
  | 'NOT_A_DATE'
  | 'DATE_MISSING'
  | 'DATE_OUT_OF_RANGE'
  | 'CURRENCY_UNKNOWN'
  | 'AMOUNT_MISSING'
  | 'TOTALS_MISMATCH'
  | 'CREDITED_INVOICE_AMBIGUOUS'
  | 'DOCUMENT_TOO_LARGE';

/** Thrown by mappers for a row that cannot be mapped: which field, what its value looks like (never the value), which rule. */
export class RowRejected extends Error {
  constructor(
    readonly field: string,
    readonly shape: string,
    readonly rule: RejectionRule,
  ) {
    super(`${field}: ${rule} (${shape})`);
    this.name = 'RowRejected';
  }
}

export function isRowRejected(error: unknown): error is RowRejected {
  return (error as { name?: unknown } | undefined)?.name === 'RowRejected';
}

/** Undefined for what cannot be read, where its own row is rejected elsewhere. */
export function unlessRejected<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!isRowRejected(error)) throw error;
    return undefined;
  }
}

/** What a value looks like, without saying it: `string(12)`, `null`, `absent`, `object`. */
export function shapeOf(value: unknown): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `array(${value.length})`;
  return typeof value === 'string' ? `string(${value.length})` : typeof value;
}
