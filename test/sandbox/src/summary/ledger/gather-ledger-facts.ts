import { CHARGEBEE, GP } from '../../bridge/connections-file.js';
import type { RunningServices } from '../../processes/services.js';
import type { RunningSimulators } from '../../processes/simulators.js';
import { deliveries, publishedEvents, rejectedRows } from '../bridge-facts.js';
import type { LedgerFacts } from './ledger-account.js';

/** Asks the site, the trail, the writer and GP for their own figures; none is derived from another's. */
export async function gatherLedgerFacts(
  { audit, 'gp-writer': writer }: Pick<RunningServices['api'], 'audit' | 'gp-writer'>,
  { chargebee, gp }: Pick<RunningSimulators, 'chargebee' | 'gp'>,
  meant: LedgerFacts['meant'],
): Promise<LedgerFacts> {
  return {
    site: {
      invoice: await chargebee.objects('invoice'),
      credit_note: await chargebee.objects('credit_note'),
      transaction: await chargebee.objects('transaction'),
    },
    events: await publishedEvents(audit, CHARGEBEE),
    rejected: await rejectedRows(audit, CHARGEBEE),
    deliveries: await deliveries(writer, GP),
    documents: (await gp.documents()).filter(({ state, voided }) => state === 'Work' && !voided),
    gp: await gp.summary(),
    meant,
  };
}
