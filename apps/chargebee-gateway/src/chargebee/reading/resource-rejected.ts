/** Why a resource cannot be mapped; the names are public, reports and dead letters carry them. */
export type RejectionRule =
  | 'KEY_BLANK'
  | 'KEY_INVALID'
  | 'NOT_TEXT'
  | 'TEXT_TOO_LONG'
  | 'NOT_AN_AMOUNT'
  | 'NOT_A_NUMBER'
  | 'NUMBER_OUT_OF_RANGE'
  | 'NOT_A_TIME'
  | 'DATE_MISSING'
  | 'CURRENCY_UNKNOWN'
  | 'AMOUNT_MISSING'
  | 'CUSTOMER_MISSING'
  | 'KIND_UNKNOWN'
  | 'STATUS_UNKNOWN'
  | 'LINES_INCOMPLETE'
  | 'TOTALS_MISMATCH'
  | 'DOCUMENT_TOO_LARGE';

/** Thrown by mappers: which field, what its value looks like (never the value), which rule. */
export class ResourceRejected extends Error {
  constructor(
    readonly field: string,
    readonly shape: string,
    readonly rule: RejectionRule,
  ) {
    super(`${field}: ${rule} (${shape})`);
    this.name = 'ResourceRejected';
  }
}

export function isResourceRejected(error: unknown): error is ResourceRejected {
  return (error as { name?: unknown } | undefined)?.name === 'ResourceRejected';
}

/** What a value looks like, without saying it: `string(12)`, `null`, `absent`, `object`. */
export function shapeOf(value: unknown): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `array(${value.length})`;
  return typeof value === 'string' ? `string(${value.length})` : typeof value;
}
