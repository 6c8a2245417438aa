import { toLink } from '../database/link.entity.js';
import { FINAL_STATES } from '../states/delivery-transitions.js';
import type { Standing } from './link.js';
import type { LinkStanding } from './link-store.js';

/** Whether the record is there, may still come, or will not; by its link and what became of the newest version. */
export function toStanding(found: LinkStanding | undefined): Standing {
  if (found === undefined) return { kind: 'unseen' };
  const link = toLink(found);
  if (link?.confirmed === true) return { kind: 'there', link };
  const { state, reason } = found;
  if (state === null || !FINAL_STATES.includes(state)) return { kind: 'open' };
  return { kind: 'ended', state, ...(reason === null ? {} : { reason }) };
}
