/** What every stored object has. Money is whole minor units, times are Unix seconds, `resource_version` milliseconds. */
export interface Resource {
  object: string;
  id: string;
  deleted?: boolean;
  created_at?: number;
  updated_at?: number;
  resource_version?: number;
  [attribute: string]: unknown;
}

/** The kinds of objects the API serves, by their key in answers. */
export const KINDS = [
  'customer',
  'invoice',
  'credit_note',
  'transaction',
  'subscription',
  'comment',
  'event',
  'webhook_endpoint',
  'payment_source',
  'series',
] as const;
export type Kind = (typeof KINDS)[number];

export function isKind(value: string): value is Kind {
  return (KINDS as readonly string[]).includes(value);
}
