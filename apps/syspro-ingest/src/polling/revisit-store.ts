import { Injectable } from '@nestjs/common';
import { DataSource, In, Not, type EntityManager } from 'typeorm';
import { InvoiceRevisit, type RevisitReason } from '../database/invoice-revisit.entity.js';
import type { RawDocumentKey } from '../syspro/mapped-row.js';

export interface RevisitChange {
  readonly sourceId: string;
  readonly reason: RevisitReason;
  readonly key: RawDocumentKey;
}

const UPSERT = `
  INSERT INTO invoice_revisits AS known (connection, source_id, reason, customer, invoice, document_type, run_id)
  SELECT DISTINCT ON (source_id) $1, source_id, reason, customer, invoice, document_type, $2::uuid
    FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
         AS change (source_id, reason, customer, invoice, document_type)
   ORDER BY source_id
  ON CONFLICT (connection, source_id) DO UPDATE
     SET reason = excluded.reason, customer = excluded.customer, invoice = excluded.invoice,
         document_type = excluded.document_type, run_id = excluded.run_id, looked_at = clock_timestamp()`;

/** Documents to be looked at again by key. */
@Injectable()
export class RevisitStore {
  constructor(private readonly dataSource: DataSource) {}

  /** What is remembered of these documents. */
  async find(connection: string, sourceIds: readonly string[]): Promise<Map<string, InvoiceRevisit>> {
    if (sourceIds.length === 0) return new Map();
    const rows = await this.dataSource.manager.findBy(InvoiceRevisit, { connection, sourceId: In([...sourceIds]) });
    return new Map(rows.map((row) => [row.sourceId, row]));
  }

  /** Documents this run has not looked at, those waiting longest first. */
  due(connection: string, runId: string, reason: 'deferred' | 'rejected', limit: number): Promise<InvoiceRevisit[]> {
    return this.dataSource.manager.find(InvoiceRevisit, {
      where: { connection, reason, runId: Not(runId) },
      order: { lookedAt: 'ASC', sourceId: 'ASC' },
      take: limit,
    });
  }

  async remember(
    tx: EntityManager,
    run: { connection: string; runId: string },
    changes: readonly RevisitChange[],
  ): Promise<void> {
    if (changes.length === 0) return;
    await tx.query(UPSERT, [
      run.connection,
      run.runId,
      changes.map((change) => change.sourceId),
      changes.map((change) => change.reason),
      changes.map((change) => change.key.customer),
      changes.map((change) => change.key.invoice),
      changes.map((change) => change.key.documentType),
    ]);
  }

  async forget(tx: EntityManager, connection: string, sourceIds: readonly string[]): Promise<void> {
    if (sourceIds.length === 0) return;
    await tx.delete(InvoiceRevisit, { connection, sourceId: In([...sourceIds]) });
  }
}
