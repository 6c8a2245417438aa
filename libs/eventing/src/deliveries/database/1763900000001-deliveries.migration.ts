import type { MigrationInterface, QueryRunner } from 'typeorm';

const DELIVERIES = `
  CREATE TABLE deliveries (
    id                 uuid        CONSTRAINT deliveries_pkey PRIMARY KEY,
    landed_seq         bigserial   NOT NULL,
    target_connection  text        NOT NULL,
    source_connection  text        NOT NULL,
    type               text        NOT NULL,
    source_id          text        NOT NULL,
    event_id           uuid        NOT NULL,
    change             text        NOT NULL,
    sequence           text        NOT NULL,
    event              json        NOT NULL,
    serial_key         text        NOT NULL,
    state              text        NOT NULL CONSTRAINT deliveries_state_known CHECK (state IN (
      'pending', 'writing', 'delivered', 'unchanged', 'superseded', 'skipped', 'waiting', 'retrying', 'in_doubt',
      'failed', 'ignored')),
    previous_state     text,
    revision           int         NOT NULL DEFAULT 1,
    reason             text,
    failure_class      text,
    details            json,
    attempt            int         NOT NULL DEFAULT 0,
    read_backs         int         NOT NULL DEFAULT 0,
    next_attempt_at    timestamptz,
    waiting_connection text,
    waiting_type       text,
    waiting_source_id  text,
    waiting_since      timestamptz,
    requests           json,
    step               int         NOT NULL DEFAULT 0,
    request_sent_at    timestamptz,
    lease_epoch        bigint,
    target_id          text,
    fingerprint        text,
    created_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT deliveries_event UNIQUE (target_connection, event_id)
  ) WITH (fillfactor = 80)`;

const LINKS = `
  CREATE TABLE links (
    target_connection  text        NOT NULL,
    type               text        NOT NULL,
    source_connection  text        NOT NULL,
    source_id          text        NOT NULL,
    target_id          text,
    sequence           text        NOT NULL,
    delivered_sequence text,
    fingerprint        text,
    confirmed          boolean     NOT NULL DEFAULT false,
    may_exist          boolean     NOT NULL DEFAULT false,
    may_exist_by       uuid,
    confirmed_at       timestamptz,
    created_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT links_pkey PRIMARY KEY (target_connection, type, source_connection, source_id),
    CONSTRAINT links_target_id UNIQUE (target_connection, type, target_id)
  )`;

const INDEXES = [
  `CREATE INDEX deliveries_runnable ON deliveries (target_connection, landed_seq)
    WHERE state IN ('pending', 'retrying', 'in_doubt')`,
  `CREATE INDEX deliveries_in_flight ON deliveries (target_connection, serial_key)
    WHERE state IN ('writing', 'in_doubt')`,
  `CREATE INDEX deliveries_waiting ON deliveries
    (target_connection, waiting_type, waiting_connection, waiting_source_id) WHERE state = 'waiting'`,
  `CREATE INDEX deliveries_supersedable ON deliveries (target_connection, type, source_connection, source_id)
    WHERE state IN ('pending', 'waiting', 'retrying', 'failed')`,
  `CREATE INDEX deliveries_open ON deliveries (target_connection, state)
    WHERE state IN ('pending', 'writing', 'waiting', 'retrying', 'in_doubt', 'failed')`,
  `CREATE INDEX deliveries_listed ON deliveries (target_connection, state, landed_seq)`,
  `CREATE INDEX deliveries_by_record ON deliveries (source_id, landed_seq)`,
  `CREATE UNIQUE INDEX deliveries_arrival ON deliveries (landed_seq)`,
];

/** Tables of the writing half: deliveries and links. */
export class Deliveries1763900000001 implements MigrationInterface {
  readonly name = 'Deliveries1763900000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [DELIVERIES, LINKS, ...INDEXES]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE links, deliveries`);
  }
}
