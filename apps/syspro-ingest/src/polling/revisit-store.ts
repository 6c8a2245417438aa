import { Injectable } from '@nestjs/common';
import { DataSource, In, Not, type EntityManager } from 'typeorm';
import { InvoiceRevisit, type RevisitReason } from '../database/invoice-revisit.entity.js';
import type { RawRowKey } from '../syspro/mapped-row.js';

export interface RevisitChange {
  readonly sourceId: string;
  readonly reason: RevisitReason;
  readonly key: RawRowKey;
}

const UPSERT = `
  INSERT INTO invoice_revisits AS known
         (connection, stream, source_id, reason, customer, invoice, document_type, entry_number, run_id)
  SELECT DISTINCT ON (source_id) $1, $2, source_id, reason, customer, invoice, document_type, entry_number, $3::uuid
    FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
         AS change (source_id, reason, customer, invoice, document_type, entry_number)
   ORDER BY source_id
  ON CONFLICT (connection, source_id) DO UPDATE
     SET reason = excluded.reason, customer = excluded.customer, invoice = excluded.invoice,
         document_type = excluded.document_type, entry_number = excluded.entry_number, run_id = excluded.run_id,
         looked_at = clock_timestamp()`;

/** Whose rows, and which run looks. */
export interface RevisitingRun {
  readonly connection: string;
  readonly stream: string;
  readonly runId: string;
}

/** A row to be looked at again, by its key. */
export interface DueRow extends RawRowKey {
  readonly sourceId: string;
}

/** Documents and payments to be looked at again by key. */
@Injectable()
export class RevisitStore {
  constructor(private readonly dataSource: DataSource) {}

  /** What is remembered of these rows; source ids of different streams differ. */
  async find(connection: string, sourceIds: readonly string[]): Promise<Map<string, InvoiceRevisit>> {
    if (sourceIds.length === 0) return new Map();
    const rows = await this.dataSource.manager.findBy(InvoiceRevisit, { connection, sourceId: In([...sourceIds]) });
    return new Map(rows.map((row) => [row.sourceId, row]));
  }

  /** Rows this run has not looked at, those waiting longest first. */
  async due(run: RevisitingRun, reason: 'deferred' | 'rejected', limit: number): Promise<DueRow[]> {
    const { connection, stream, runId } = run;
    const rows = await this.dataSource.manager.find(InvoiceRevisit, {
      where: { connection, stream, reason, runId: Not(runId) },
      order: { lookedAt: 'ASC', sourceId: 'ASC' },
      take: limit,
    });
    return rows.map(({ sourceId, customer, invoice, documentType, entryNumber }) => ({
      sourceId,
      customer,
      invoice,
      documentType,
      ...(entryNumber === '' ? {} : { entry: entryNumber }),
    }));
  }

  async remember(tx: EntityManager, run: RevisitingRun, changes: readonly RevisitChange[]): Promise<void> {
    if (changes.length === 0) return;
    await tx.query(UPSERT, [
      run.connection,
      run.stream,
      run.runId,
      changes.map((change) => change.sourceId),
      changes.map((change) => change.reason),
      changes.map((change) => change.key.customer),
      changes.map((change) => change.key.invoice),
      changes.map((change) => change.key.documentType),
      changes.map((change) => change.key.entry ?? ''),
    ]);
  }

  async forget(tx: EntityManager, connection: string, sourceIds: readonly string[]): Promise<void> {
    if (sourceIds.length === 0) return;
    await tx.delete(InvoiceRevisit, { connection, sourceId: In([...sourceIds]) });
  }
}
