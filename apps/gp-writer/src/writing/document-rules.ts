import { isZeroDecimal, type Origin, type RecordRef, type SkipRule } from '@ledgerbridge/contracts';
import type { Decision } from '@ledgerbridge/eventing';
import type { AcceptsSettings } from '../gp/connection-settings.js';
import { skipped } from './outcomes.js';
import type { Surroundings } from './surroundings.js';

export interface RuledDocument {
  readonly day: string;
  readonly total: string;
  readonly origin: Origin | undefined;
}

/** Why a document that is not in GP needs no effect, as far as it says so itself. */
export function skipRule({ day, total, origin }: RuledDocument, accepts: AcceptsSettings): SkipRule | undefined {
  if (day < accepts.documentsFrom) return 'before-start';
  if (isZeroDecimal(total)) return 'zero-total';
  return origin !== undefined && !accepts.includeImported ? 'imported' : undefined;
}

/**
 * What comes of a record that follows another one: an imported one is followed by nothing, so whether it is must be
 * known first, unless such ones are written too; one that was left out before stays so, and what follows it. Anything
 * else that became of it changes nothing.
 */
export async function unlessImported(
  record: RecordRef,
  { links, accepts }: Surroundings,
): Promise<Decision | undefined> {
  const standing = await links.standing(record);
  if (standing.kind === 'there') return undefined;
  if (standing.kind !== 'ended') return accepts.includeImported ? undefined : { kind: 'waiting', on: record };
  return standing.reason === ('imported' satisfies SkipRule) ? skipped('imported') : undefined;
}
