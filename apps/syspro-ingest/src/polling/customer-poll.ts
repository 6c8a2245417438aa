import type { SyncContext } from '@ledgerbridge/sync';
import type { SysproSettings } from '../syspro/connection-settings.js';
import type { SysproReader } from '../syspro/syspro.reader.js';
import { customerPage } from './page-outcome.js';
import { readAhead } from './read-ahead.js';

/**
 * Reads every customer: ArCustomer has no column that tells a change, and it is small. Customers missing from the
 * scan are counted, never deleted.
 */
export async function pollCustomers(context: SyncContext<SysproSettings>, reader: SysproReader): Promise<void> {
  const { runId, connection } = context;
  for await (const outcomes of readAhead(reader.customers())) {
    context.signal.throwIfAborted();
    await context.commit(customerPage(outcomes, { connection: connection.id, runId, observedAtMs: Date.now() }));
  }
  await context.countAbsent('customer');
}
