/** Why a delivery runs again by itself; told with its `pending`, whose details name the record as `awaited`. */

/** The record a failure awaits has landed: it may be written now, or end by a rule. */
export const AWAITED_LANDED = 'AWAITED_RECORD_LANDED';

/** The record it waits for ended without an object here: there is nothing left to wait for. */
export const AWAITED_ENDED = 'AWAITED_RECORD_ENDED';
