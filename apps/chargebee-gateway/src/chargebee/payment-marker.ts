import { cleanText, truncated } from './fit-text.js';
import { LIMITS } from './limits.js';
import { targetId } from './target-id.js';

const PLAIN_TAG = /^[A-Za-z0-9._~-]{1,60}$/;
const MARKED = /\[([A-Za-z0-9._~-]{1,60})\]$/;

/**
 * What tells a payment of ours from all others at the site: its own source id, or a readable form of it with a digest
 * where that is too long or of other characters.
 */
export function paymentTag(sourceId: string): string {
  return PLAIN_TAG.test(sourceId) ? sourceId : targetId({ prefix: '', number: sourceId });
}

/** The `reference_number` of a payment: the source's own reference, which may repeat and change, then the tag. */
export function paymentMarker(reference: string | undefined, tag: string): string {
  const end = `[${tag}]`;
  const text = truncated(reference, LIMITS.referenceNumber - end.length - 1);
  return text === undefined ? end : `${text} ${end}`;
}

/** The tag a `reference_number` ends in, whatever stands before it; undefined when it is none of ours. */
export function tagIn(reference: string | undefined): string | undefined {
  return MARKED.exec(cleanText(reference ?? ''))?.[1];
}
