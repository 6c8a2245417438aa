import type { FormParams } from './form-encoder.js';

/** One write, whole: what is stored before the first byte goes out and sent again unchanged. */
export interface ChargebeeRequest {
  /** Below `/api/v2`, ids escaped. */
  readonly path: string;
  readonly params: FormParams;
  /** Sends `chargebee-event-email: all-disabled`. Part of the request: Chargebee compares headers on a retry. */
  readonly suppressEmails: boolean;
}

/** Members without a value left out, so that equal requests are equal as JSON. */
export function defined<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
