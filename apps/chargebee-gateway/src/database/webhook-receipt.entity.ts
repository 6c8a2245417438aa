import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ResourceHint } from '../webhooks/resource-hint.js';

/** `webhook`: Chargebee called us. `listed`: only its list of events told, so a webhook was missed. */
export type ReceiptSource = 'webhook' | 'listed';
export type ReceiptState = 'pending' | 'done' | 'discarded';

/**
 * An event we were told of, and whether its effect is taken in. Kept for good: Chargebee resends by hand at any time,
 * and an id that is known is never worked on again. A row holds no personal data, and a settled one no hints either.
 */
@Entity('webhook_receipts')
@Check('webhook_receipts_source_known', `source IN ('webhook', 'listed')`)
@Check('webhook_receipts_state_known', `state IN ('pending', 'done', 'discarded')`)
@Index('webhook_receipts_pending', ['connection', 'receivedAt'], { where: `state = 'pending'` })
export class WebhookReceipt {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'webhook_receipts_pkey' })
  connection!: string;

  @PrimaryColumn('text', { name: 'event_id', primaryKeyConstraintName: 'webhook_receipts_pkey' })
  eventId!: string;

  @Column('text')
  source!: ReceiptSource;

  @Column('timestamptz', { name: 'received_at', default: () => 'clock_timestamp()' })
  receivedAt!: Date;

  /** As told; nothing is decided by it alone when the source is a webhook. */
  @Column('text', { name: 'event_type', nullable: true })
  eventType!: string | null;

  @Column('timestamptz', { name: 'occurred_at', nullable: true })
  occurredAt!: Date | null;

  @Column('jsonb', { nullable: true })
  resources!: readonly ResourceHint[] | null;

  @Column('text', { default: 'pending' })
  state!: ReceiptState;

  /** What it ended with, or why it is tried again. */
  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('int', { default: 0 })
  attempts!: number;

  /** Of a receipt that was tried; by the processor's clock. */
  @Column('timestamptz', { name: 'next_attempt_at', default: () => 'clock_timestamp()' })
  nextAttemptAt!: Date;

  /** Since when the site says that it has no such event, or not the resource it tells of. */
  @Column('timestamptz', { name: 'missing_since', nullable: true })
  missingSince!: Date | null;

  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt!: Date | null;
}
