const KEY = 'target_connection, type, source_connection, source_id';

const KEY_AS_MEMBERS = `l.target_connection AS "targetConnection", l.type, l.source_connection AS "sourceConnection",
    l.source_id AS "sourceId"`;

const MEMBERS = `${KEY_AS_MEMBERS}, l.target_id AS "targetId", l.sequence, l.delivered_sequence AS "deliveredSequence",
    l.fingerprint, l.confirmed, l.may_exist AS "mayExist", l.may_exist_by AS "mayExistBy",
    l.confirmed_at AS "confirmedAt", l.created_at AS "createdAt", l.updated_at AS "updatedAt"`;

const ASKED = `unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS asked (${KEY})`;

// one order for everybody who locks several rows, or they would wait for each other in a circle
export const SEE = `
  INSERT INTO links AS l (${KEY}, sequence)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
   ORDER BY 1, 2, 3, 4
  ON CONFLICT ON CONSTRAINT links_pkey
    DO UPDATE SET sequence = greatest(l.sequence, excluded.sequence), updated_at = clock_timestamp()
  RETURNING ${KEY_AS_MEMBERS}, l.sequence`;

export const READ_LINKS = `SELECT ${MEMBERS} FROM links AS l JOIN ${ASKED} USING (${KEY})`;

/** The links with state and reason of the delivery of their newest version. */
export const READ_STANDINGS = `
  SELECT ${MEMBERS}, d.state, d.reason FROM links AS l JOIN ${ASKED} USING (${KEY})
    LEFT JOIN deliveries AS d ON d.target_connection = l.target_connection AND d.type = l.type
     AND d.source_connection = l.source_connection AND d.source_id = l.source_id AND d.sequence = l.sequence`;

export const LOCK_LINKS = `${READ_LINKS}
  ORDER BY l.target_connection, l.type, l.source_connection, l.source_id FOR UPDATE OF l`;

export const HOLDERS = `
  SELECT ${MEMBERS} FROM links AS l
    JOIN unnest($1::text[], $2::text[], $3::text[]) AS asked (target_connection, type, target_id)
   USING (target_connection, type, target_id)`;

/** $1–$4 the key of a record, $5 a rule: a version that ended by it. */
export const SKIPPED = `
  SELECT 1 FROM deliveries
   WHERE (target_connection, type, source_connection, source_id) = ($1, $2, $3, $4) AND state = 'skipped' AND reason = $5
   LIMIT 1`;

/** Records for which a call is under way, or went out and nobody knows what became of it. */
export const BEING_WRITTEN = `
  SELECT DISTINCT ${KEY_AS_MEMBERS} FROM deliveries AS l JOIN ${ASKED} USING (${KEY})
   WHERE l.state IN ('writing', 'in_doubt')`;

export const CHANGE_LINKS = `
  UPDATE links AS l SET
    target_id = c.target_id, delivered_sequence = c.delivered_sequence, fingerprint = c.fingerprint,
    confirmed = c.confirmed, may_exist = c.may_exist, may_exist_by = c.may_exist_by,
    confirmed_at = CASE WHEN c.confirmed THEN coalesce(l.confirmed_at, clock_timestamp()) END,
    updated_at = clock_timestamp()
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::boolean[],
              $9::boolean[], $10::uuid[])
       AS c (${KEY}, target_id, delivered_sequence, fingerprint, confirmed, may_exist, may_exist_by)
  WHERE l.target_connection = c.target_connection AND l.type = c.type
    AND l.source_connection = c.source_connection AND l.source_id = c.source_id`;
