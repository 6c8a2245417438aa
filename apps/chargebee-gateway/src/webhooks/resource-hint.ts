/** The resources of Chargebee that become records; each is the member of an event's content that carries it. */
export const RESOURCE_KINDS = ['customer', 'subscription', 'invoice', 'transaction', 'credit_note'] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** A resource that an event says it is about. */
export interface ResourceHint {
  readonly kind: ResourceKind;
  readonly id: string;
  /** Its `resource_version`, milliseconds since 1970. */
  readonly version?: number;
}
