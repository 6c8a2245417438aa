/**
 * What became of one record of an event, the most telling first: a receipt ends with the most telling of its records.
 * `rejected`: cannot be mapped, see the dead letters. `published`: news. `own-echo`: what one of our own writes was
 * answered with. `unchanged`: known already. `not-carried`: a sound resource that is not published.
 */
export const RECORD_OUTCOMES = ['rejected', 'published', 'own-echo', 'unchanged', 'not-carried'] as const;
export type RecordOutcome = (typeof RECORD_OUTCOMES)[number];

/** `nothing-to-carry`: the event is about no resource of ours. */
export type DoneReason = RecordOutcome | 'nothing-to-carry';

export function mostTelling(outcomes: readonly RecordOutcome[]): RecordOutcome | undefined {
  return RECORD_OUTCOMES.find((outcome) => outcomes.includes(outcome));
}

/**
 * Why the site cannot show what a receipt is about. `unknown-event`: it has no such event. `not-readable`: it has the
 * event and not, or only an older state of, the resource. `refused`: it refuses the question.
 */
export type MissingReason = 'unknown-event' | 'not-readable' | 'refused';
