import { isBridgeError, stateDigest, type RecordRef } from '@ledgerbridge/contracts';
import type { Rejection } from '@ledgerbridge/sync';
import type { Resource } from './fields.js';
import type { RejectedResource } from './mapped-resource.js';

/** What the publisher says of one record's state, and would say again: it is too large, or does not add up. */
const BY_THE_PUBLISHER: ReadonlySet<unknown> = new Set(['EVENT_TOO_LARGE', 'TOTALS_DISAGREE']);

export function isUnpublishable(error: unknown): error is Error & { readonly code: string } {
  return isBridgeError(error) && BY_THE_PUBLISHER.has(error.code);
}

/** A record the publisher refuses for good: named like one that cannot be mapped, it stands in nobody's way. */
export function unpublishable(
  { type, sourceId }: Pick<RecordRef, 'type' | 'sourceId'>,
  rule: string,
  resource: Resource | undefined,
): RejectedResource {
  const rejection: Rejection = {
    type,
    sourceId,
    field: 'record',
    shape: 'object',
    rule,
    digest: stateDigest(resource ?? {}),
  };
  return { kind: 'rejected', rejection };
}
