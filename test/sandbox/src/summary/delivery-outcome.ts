const EFFECT = new Set(['delivered', 'unchanged', 'superseded']);
const UNDONE = new Set(['failed', 'waiting']);

/** The target holds what this delivery was to bring about. */
export function hasEffect(state: string | undefined): boolean {
  return state !== undefined && EFFECT.has(state);
}

/** At rest without its effect, for a person or another record to move on. */
export function isUndone(state: string): boolean {
  return UNDONE.has(state);
}
