import { Injectable } from '@nestjs/common';
import { backoffMs } from '@ledgerbridge/eventing';
import { DataSource, type EntityManager } from 'typeorm';
import { WebhookReceipt } from '../database/webhook-receipt.entity.js';
import type { DoneReason, MissingReason } from './receipt-outcome.js';
import { WebhookMetrics } from './webhook-metrics.js';

/** How long what Chargebee itself told of may stay unreadable: reads may lag, forgeries never come true. */
const MISSING_LIMIT_MS = 10 * 60_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

const IS_DUE = `(receipt.attempts = 0 OR receipt.next_attempt_at <= to_timestamp(:nowMs::float8 / 1000))`;

const SETTLE = `
  WITH settled AS (
    UPDATE webhook_receipts SET state = $3, reason = $4, settled_at = clock_timestamp(), resources = NULL
     WHERE connection = $1 AND event_id = ANY ($2::text[]) AND state = 'pending'
    RETURNING EXTRACT(EPOCH FROM settled_at - received_at)::float8 AS seconds)
  SELECT seconds FROM settled`;

const PUT_OFF = `
  UPDATE webhook_receipts
     SET attempts = $3, reason = $4, next_attempt_at = to_timestamp($5::float8 / 1000),
         missing_since = to_timestamp($6::float8 / 1000)
   WHERE connection = $1 AND event_id = $2 AND state = 'pending'`;

/** The receipts of one connection as whoever works on them sees them: in line, settled, or put off. */
@Injectable()
export class ReceiptQueue {
  constructor(
    private readonly database: DataSource,
    private readonly metrics: WebhookMetrics,
  ) {}

  /** The oldest receipts to be worked on now; those never tried are always due, whatever the clocks say. */
  async due(connection: string, nowMs: number, limit: number): Promise<WebhookReceipt[]> {
    return (
      this.database.manager
        .createQueryBuilder(WebhookReceipt, 'receipt')
        .where({ connection })
        // a literal, as the partial index has it
        .andWhere(`receipt.state = 'pending'`)
        .andWhere(IS_DUE, { nowMs })
        .orderBy({ 'receipt.receivedAt': 'ASC', 'receipt.eventId': 'ASC' })
        .limit(limit)
        .getMany()
    );
  }

  /** Within `tx`, which also publishes what the receipts told. One that is settled already stays as it is. */
  async done(tx: EntityManager, connection: string, eventIds: readonly string[], reason: DoneReason): Promise<void> {
    await this.settle(tx, connection, eventIds, 'done', reason);
  }

  /** Whether the ten minutes are over. */
  isOverdue({ missingSince }: WebhookReceipt, nowMs: number): boolean {
    return missingSince !== null && nowMs - missingSince.getTime() >= MISSING_LIMIT_MS;
  }

  /** The site does not show it. Tried again for ten minutes since it first did not, then discarded. */
  async missing(receipt: WebhookReceipt, reason: MissingReason, nowMs: number): Promise<void> {
    if (!this.isOverdue(receipt, nowMs)) {
      return this.putOff(receipt, reason, nowMs, receipt.missingSince?.getTime() ?? nowMs);
    }
    await this.settle(this.database.manager, receipt.connection, [receipt.eventId], 'discarded', reason);
  }

  /** Something failed that may pass and says nothing about the receipt: tried again without end. */
  async failed(receipt: WebhookReceipt, reason: string, nowMs: number): Promise<void> {
    await this.putOff(receipt, reason, nowMs, receipt.missingSince?.getTime());
  }

  private async putOff(receipt: WebhookReceipt, reason: string, nowMs: number, sinceMs?: number): Promise<void> {
    const attempts = receipt.attempts + 1;
    const nextMs = nowMs + backoffMs(attempts, FIRST_RETRY_MS, LONGEST_RETRY_MS);
    const { connection, eventId } = receipt;
    await this.database.query(PUT_OFF, [connection, eventId, attempts, reason, nextMs, sinceMs ?? null]);
  }

  private async settle(
    tx: EntityManager,
    connection: string,
    eventIds: readonly string[],
    state: 'done' | 'discarded',
    reason: DoneReason | MissingReason,
  ): Promise<void> {
    if (eventIds.length === 0) return;
    const rows: { seconds: number }[] = await tx.query(SETTLE, [connection, eventIds, state, reason]);
    for (const { seconds } of rows) this.metrics.settled(connection, reason, seconds);
  }
}
