import type { ChangedDelivery } from './state-change.js';
import type { LandingDelivery } from './delivery-states.js';

interface SqlColumn<Row> {
  readonly name: string;
  readonly type: string;
  readonly value: (row: Row) => string | number | boolean | null;
}

const json = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));

/** One array a column, so a statement has the same text for one row and for a thousand. */
export function columnArrays<Row>(columns: readonly SqlColumn<Row>[], rows: readonly Row[]): unknown[][] {
  return columns.map(({ value }) => rows.map(value));
}

const unnest = (columns: readonly { readonly type: string }[], from: number): string =>
  columns.map(({ type }, index) => `$${index + from}::${type}[]`).join(', ');

const names = (columns: readonly { readonly name: string }[]): string => columns.map(({ name }) => name).join(', ');

export const CHANGE_COLUMNS: readonly SqlColumn<ChangedDelivery>[] = [
  { name: 'id', type: 'uuid', value: ({ before }) => before.id },
  { name: 'expected_revision', type: 'int', value: ({ before }) => before.revision },
  { name: 'state', type: 'text', value: ({ after }) => after.state },
  { name: 'reason', type: 'text', value: ({ after }) => after.reason },
  { name: 'failure_class', type: 'text', value: ({ after }) => after.failureClass },
  { name: 'failure_scope', type: 'text', value: ({ after }) => after.failureScope },
  { name: 'connection_version', type: 'bigint', value: ({ after }) => after.connectionVersion },
  { name: 'details', type: 'text', value: ({ after }) => json(after.details) },
  { name: 'next_in_ms', type: 'float8', value: ({ change }) => change.nextAttemptInMs ?? null },
  { name: 'waiting_connection', type: 'text', value: ({ after }) => after.waitingConnection },
  { name: 'waiting_type', type: 'text', value: ({ after }) => after.waitingType },
  { name: 'waiting_source_id', type: 'text', value: ({ after }) => after.waitingSourceId },
  { name: 'attempt', type: 'int', value: ({ after }) => after.attempt },
  { name: 'read_backs', type: 'int', value: ({ after }) => after.readBacks },
  { name: 'step', type: 'int', value: ({ after }) => after.step },
  { name: 'target_id', type: 'text', value: ({ after }) => after.targetId },
  { name: 'lease_epoch', type: 'bigint', value: ({ after }) => after.leaseEpoch },
  { name: 'fingerprint', type: 'text', value: ({ after }) => after.fingerprint },
  { name: 'keep_requests', type: 'bool', value: ({ change }) => change.requests === undefined },
  { name: 'requests', type: 'text', value: ({ change }) => json(change.requests) },
  { name: 'sending', type: 'bool', value: ({ change }) => change.sending ?? false },
];

export const CHANGE = `
  WITH asked AS (
    SELECT * FROM unnest(${unnest(CHANGE_COLUMNS, 1)}) AS asked (${names(CHANGE_COLUMNS)})
  ), changed AS (
    UPDATE deliveries AS d SET
      state = a.state, previous_state = d.state, revision = d.revision + 1, reason = a.reason,
      failure_class = a.failure_class, failure_scope = a.failure_scope,
      connection_version = a.connection_version, details = a.details::json,
      next_attempt_at = clock_timestamp() + a.next_in_ms * interval '1 millisecond',
      waiting_connection = a.waiting_connection, waiting_type = a.waiting_type,
      waiting_source_id = a.waiting_source_id,
      waiting_since = CASE WHEN a.waiting_type IS NOT NULL THEN clock_timestamp() END,
      attempt = a.attempt, read_backs = a.read_backs, step = a.step, target_id = a.target_id,
      lease_epoch = a.lease_epoch, fingerprint = a.fingerprint,
      requests = CASE WHEN a.keep_requests THEN d.requests ELSE a.requests::json END,
      request_sent_at = CASE WHEN a.sending THEN clock_timestamp() ELSE d.request_sent_at END,
      updated_at = clock_timestamp()
    FROM asked AS a
    WHERE d.id = a.id AND d.revision = a.expected_revision
    RETURNING d.id, d.next_attempt_at, d.waiting_since, d.request_sent_at, d.updated_at
  ) SELECT * FROM changed`;

/** $1 delivery, $2 revision, $3 step: the request at that step is about to be sent. Not a change of state. */
export const ADVANCE = `
  WITH advanced AS (
    UPDATE deliveries SET step = $3::int, request_sent_at = clock_timestamp(), updated_at = clock_timestamp()
    WHERE id = $1::uuid AND revision = $2::int AND state = 'writing'
    RETURNING request_sent_at, updated_at
  ) SELECT * FROM advanced`;

export const LANDING_COLUMNS: readonly SqlColumn<LandingDelivery>[] = [
  { name: 'id', type: 'uuid', value: (row) => row.id },
  { name: 'target_connection', type: 'text', value: (row) => row.targetConnection },
  { name: 'source_connection', type: 'text', value: (row) => row.record.connection },
  { name: 'type', type: 'text', value: (row) => row.record.type },
  { name: 'source_id', type: 'text', value: (row) => row.record.sourceId },
  { name: 'event_id', type: 'uuid', value: (row) => row.eventId },
  { name: 'change', type: 'text', value: (row) => row.change },
  { name: 'sequence', type: 'text', value: (row) => row.sequence },
  { name: 'event', type: 'text', value: (row) => json(row.event) },
  { name: 'serial_key', type: 'text', value: (row) => row.serialKey },
  { name: 'state', type: 'text', value: (row) => row.state },
  { name: 'reason', type: 'text', value: (row) => row.reason ?? null },
];

export const LAND = `
  INSERT INTO deliveries (${names(LANDING_COLUMNS)})
  SELECT ${LANDING_COLUMNS.map(({ name }) => (name === 'event' ? 'event::json' : name)).join(', ')}
    FROM unnest(${unnest(LANDING_COLUMNS, 1)}) WITH ORDINALITY AS landed (${names(LANDING_COLUMNS)}, position)
   ORDER BY position
  ON CONFLICT ON CONSTRAINT deliveries_event DO NOTHING
  RETURNING id, updated_at`;
