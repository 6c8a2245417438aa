import { FINAL_STATES } from '../states/delivery-transitions.js';

/** Rows of one statement. */
export const ROWS = 500;

const LOCKED = `ORDER BY d.id LIMIT ${ROWS} FOR UPDATE OF d SKIP LOCKED`;

// From the records waited for to those that wait, not the other way: thousands may wait for one that does not come.
const keysOf = (state: string): string => `
    (SELECT DISTINCT waiting_type, waiting_connection, waiting_source_id FROM deliveries
      WHERE target_connection = $1 AND state = '${state}' AND waiting_type IS NOT NULL) AS k
    JOIN links AS l ON l.target_connection = $1 AND l.type = k.waiting_type
     AND l.source_connection = k.waiting_connection AND l.source_id = k.waiting_source_id`;

const WAITS_FOR_IT = `
    JOIN deliveries AS d ON d.target_connection = $1 AND d.waiting_type = k.waiting_type
     AND d.waiting_connection = k.waiting_connection AND d.waiting_source_id = k.waiting_source_id`;

/** $1 target connection: the record waited for is there. */
export const THERE = `
  SELECT d.id FROM ${keysOf('waiting')} AND l.confirmed ${WAITS_FOR_IT} AND d.state = 'waiting'
   ${LOCKED}`;

/** $1 target connection: the record waited for ended without an object; a wait that says so knows it already. */
export const ENDED = `
  SELECT d.id FROM ${keysOf('waiting')} AND NOT l.confirmed
    JOIN deliveries AS newest ON newest.target_connection = l.target_connection AND newest.type = l.type
     AND newest.source_connection = l.source_connection AND newest.source_id = l.source_id
     AND newest.sequence = l.sequence AND newest.state IN (${FINAL_STATES.map((state) => `'${state}'`).join(', ')})
    ${WAITS_FOR_IT} AND d.state = 'waiting' AND d.details IS NULL
   ${LOCKED}`;

/** $1 target connection: a version of the record a failure awaits has landed, or is there where that is awaited. */
export const LANDED = `
  SELECT d.id FROM ${keysOf('failed')} ${WAITS_FOR_IT} AND d.state = 'failed'
     AND (l.confirmed OR d.details ->> 'awaits' IS DISTINCT FROM 'there')
   ${LOCKED}`;

/** $1–$4 keys of links, by columns: what waits for one of them. */
export const WAITING_FOR = `
  SELECT d.id FROM deliveries AS d
    JOIN unnest($1::text[], $2::text[], $3::text[], $4::text[])
         AS there (target_connection, waiting_type, waiting_connection, waiting_source_id)
   USING (target_connection, waiting_type, waiting_connection, waiting_source_id)
   WHERE d.state = 'waiting'
   ${LOCKED}`;
