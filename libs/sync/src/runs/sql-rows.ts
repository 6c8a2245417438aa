import type { EntityManager } from 'typeorm';

/**
 * Runs a data-changing statement and answers the rows it returns. TypeORM hands UPDATE and DELETE back as
 * `[rows, count]` but INSERT and SELECT as `rows`; wrapped in a CTE everything is a SELECT.
 */
export async function changedRows<T>(tx: EntityManager, statement: string, parameters: unknown[]): Promise<T[]> {
  const rows: T[] = await tx.query(`WITH changed AS (${statement}) SELECT * FROM changed`, parameters);
  return rows;
}
