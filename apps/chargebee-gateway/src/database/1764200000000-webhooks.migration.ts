import type { MigrationInterface, QueryRunner } from 'typeorm';

const RECEIPTS = `
  CREATE TABLE webhook_receipts (
    connection      text        NOT NULL,
    event_id        text        NOT NULL,
    source          text        NOT NULL CONSTRAINT webhook_receipts_source_known CHECK (source IN ('webhook', 'listed')),
    received_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    event_type      text,
    occurred_at     timestamptz,
    resources       jsonb,
    state           text        NOT NULL DEFAULT 'pending'
      CONSTRAINT webhook_receipts_state_known CHECK (state IN ('pending', 'done', 'discarded')),
    reason          text,
    attempts        int         NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    missing_since   timestamptz,
    settled_at      timestamptz,
    CONSTRAINT webhook_receipts_pkey PRIMARY KEY (connection, event_id)
  ) WITH (fillfactor = 80)`;

const PENDING = `
  CREATE INDEX webhook_receipts_pending ON webhook_receipts (connection, received_at) WHERE state = 'pending'`;

const ANSWERS = `
  CREATE TABLE own_answers (
    connection  text        NOT NULL,
    kind        text        NOT NULL,
    id          text        NOT NULL,
    version     bigint      NOT NULL,
    resource    json        NOT NULL,
    answered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT own_answers_pkey PRIMARY KEY (connection, kind, id, version)
  )`;

const ANSWERED = `CREATE INDEX own_answers_answered ON own_answers (connection, answered_at)`;

export class Webhooks1764200000000 implements MigrationInterface {
  readonly name = 'Webhooks1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [RECEIPTS, PENDING, ANSWERS, ANSWERED]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE own_answers, webhook_receipts');
  }
}
