import { nextSequence, stateDigest, type ChangeOf } from '@ledgerbridge/contracts';
import { changeName, lifecycleOf, type Lifecycle } from './lifecycle.js';
import type { Observation, PublicationOutcome } from './observation.js';

/** What is published of a record so far. */
export interface Published {
  readonly digest: string;
  readonly sequence: string;
  readonly sourceVersionMs?: number;
  readonly lifecycle: Lifecycle;
}

export interface PublicationDecision {
  readonly outcome: PublicationOutcome;
  /** Present when an event is due. */
  readonly change?: ChangeOf;
  /** What is published once this decision is carried out. */
  readonly published: Published;
}

/**
 * Is this observation news, and under which change and sequence? Pure: the caller holds the record's row lock.
 * An older source version never replaces a newer one, equal states are told once, a deletion is told once.
 */
export function decidePublication(previous: Published | undefined, observation: Observation): PublicationDecision {
  const { record, state, sourceVersionMs, observedAtMs } = observation;
  const digest = stateDigest(state);
  const lifecycle = lifecycleOf(record.type, state);
  if (previous !== undefined) {
    const isStale =
      isOlder(sourceVersionMs, previous.sourceVersionMs) || isBeforeDeletion(observation, lifecycle, previous);
    if (isStale) return { outcome: 'stale', published: previous };
    const toldAlready = digest === previous.digest || (lifecycle === 'deleted' && previous.lifecycle === 'deleted');
    if (toldAlready) return { outcome: 'unchanged', published: withVersion(previous, sourceVersionMs) };
  }
  const isNew = previous === undefined || previous.lifecycle === 'deleted';
  return {
    outcome: isNew ? 'created' : 'changed',
    change: changeName(record.type, previous?.lifecycle, lifecycle),
    published: withVersion(
      {
        digest,
        sequence: nextSequence(previous?.sequence, sourceVersionMs, observedAtMs),
        ...(previous?.sourceVersionMs === undefined ? {} : { sourceVersionMs: previous.sourceVersionMs }),
        lifecycle,
      },
      sourceVersionMs,
    ),
  };
}

function isOlder(version: number | undefined, published: number | undefined): boolean {
  return version !== undefined && published !== undefined && version < published;
}

/** A deletion may leave the version as it was; a record made anew has another. */
function isBeforeDeletion({ sourceVersionMs }: Observation, lifecycle: Lifecycle, previous: Published): boolean {
  const isRevival = previous.lifecycle === 'deleted' && lifecycle !== 'deleted';
  return isRevival && sourceVersionMs !== undefined && sourceVersionMs === previous.sourceVersionMs;
}

function withVersion(published: Published, sourceVersionMs: number | undefined): Published {
  return sourceVersionMs === undefined ? published : { ...published, sourceVersionMs };
}
