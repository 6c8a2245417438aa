import type { FormParams } from '../form-encoder.js';

/** The writes of this adapter; each is a step of a delivery. */
export type CallStep =
  | 'create-customer'
  | 'update-customer'
  | 'update-billing-info'
  | 'import-invoice'
  | 'update-details'
  | 'import-credit-note'
  | 'record-payment';

/** One write as a pure value; nothing is sent by making it. */
export interface ChargebeeCall {
  readonly step: CallStep;
  /** Below `/api/v2`. */
  readonly path: string;
  readonly params: FormParams;
  /** Currency of the amounts, where the parameters do not say; for whoever reads the effect back. */
  readonly currency?: string;
}

/** Reads one address below `/api/v2` at the connection's pace. @throws ChargebeeError */
export type Read = (path: string) => Promise<Record<string, unknown>>;

/** Parameter objects are plain data; their interfaces only lack the index signature. */
export function toParams(params: object): FormParams {
  return params as FormParams;
}
