import type { ResourceKind } from '../chargebee/reading/mapped-resource.js';

/** A resource that an event says it is about. */
export interface ResourceHint {
  readonly kind: ResourceKind;
  readonly id: string;
  /** Its `resource_version`, milliseconds since 1970. */
  readonly version?: number;
}
