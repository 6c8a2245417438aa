import { FINAL_STATES } from '../states/delivery-transitions.js';

/** Rows of one statement. */
export const ROWS = 500;

const LOCKED = `ORDER BY d.id LIMIT ${ROWS} FOR UPDATE OF d SKIP LOCKED`;

const AWAITED_LINK = `
    JOIN links AS l ON l.target_connection = d.target_connection AND l.type = d.waiting_type
     AND l.source_connection = d.waiting_connection AND l.source_id = d.waiting_source_id`;

/** $1 target connection: the record waited for is there. */
export const THERE = `
  SELECT d.id FROM deliveries AS d ${AWAITED_LINK}
   WHERE d.target_connection = $1 AND d.state = 'waiting' AND l.confirmed
   ${LOCKED}`;

/** $1 target connection: the record waited for ended without an object; a wait that says so knows it already. */
export const ENDED = `
  SELECT d.id FROM deliveries AS d ${AWAITED_LINK}
    JOIN deliveries AS newest ON newest.target_connection = l.target_connection AND newest.type = l.type
     AND newest.source_connection = l.source_connection AND newest.source_id = l.source_id
     AND newest.sequence = l.sequence
   WHERE d.target_connection = $1 AND d.state = 'waiting' AND d.details IS NULL AND NOT l.confirmed
     AND newest.state IN (${FINAL_STATES.map((state) => `'${state}'`).join(', ')})
   ${LOCKED}`;

/** $1 target connection: a version of the record a failure awaits has landed. */
export const LANDED = `
  SELECT d.id FROM deliveries AS d ${AWAITED_LINK}
   WHERE d.target_connection = $1 AND d.state = 'failed' AND d.waiting_type IS NOT NULL
   ${LOCKED}`;

/** $1–$4 keys of links, by columns: what waits for one of them. */
export const WAITING_FOR = `
  SELECT d.id FROM deliveries AS d
    JOIN unnest($1::text[], $2::text[], $3::text[], $4::text[])
         AS there (target_connection, waiting_type, waiting_connection, waiting_source_id)
   USING (target_connection, waiting_type, waiting_connection, waiting_source_id)
   WHERE d.state = 'waiting'
   ${LOCKED}`;
