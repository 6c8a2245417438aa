import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * deferred: seen once without details, looked at again by the next run. rejected: cannot be mapped, looked at again
 * until it changes. released: published without details, so that it is not deferred again.
 */
export type RevisitReason = 'deferred' | 'rejected' | 'released';

/** A document or payment to be asked for by its key whatever the window, or remembered as released. */
@Entity('invoice_revisits')
@Check('invoice_revisits_reason_known', `reason IN ('deferred', 'rejected', 'released')`)
@Index('ix_invoice_revisits_due', ['connection', 'reason', 'lookedAt'], { where: `reason <> 'released'` })
export class InvoiceRevisit {
  @PrimaryColumn('text')
  connection!: string;

  @PrimaryColumn('text', { name: 'source_id' })
  sourceId!: string;

  /** The stream that reads it. */
  @Column('text', { default: 'invoices' })
  stream!: string;

  @Column('text')
  reason!: RevisitReason;

  /** Key columns as SYSPRO sent them, blanks included. */
  @Column('text')
  customer!: string;

  @Column('text')
  invoice!: string;

  @Column('text', { name: 'document_type' })
  documentType!: string;

  /** Of a payment; else blank. */
  @Column('text', { name: 'entry_number', default: '' })
  entryNumber!: string;

  /** The run that looked last. */
  @Column('uuid', { name: 'run_id' })
  runId!: string;

  @Column('timestamptz', { name: 'looked_at', default: () => 'clock_timestamp()' })
  lookedAt!: Date;
}
