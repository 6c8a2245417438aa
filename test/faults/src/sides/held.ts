import { deliveryCounts, type ChargebeeControls } from '@ledgerbridge/sandbox';
import type { Installation } from '../installation/installation.js';
import { doubledCreates, doubledPayments } from './doubled.js';
import { wholeLog } from './whole-log.js';

/** What must hold at rest after any fault; answers what does not, in words. */
export async function broken(installation: Installation): Promise<string[]> {
  const problems = await doubledIn(installation.simulators.chargebee);
  const { in_doubt: inDoubt = 0 } = await deliveryCounts(installation.api('chargebee-gateway'));
  if (inDoubt > 0) problems.push(`${inDoubt} deliveries are in doubt`);
  const { ok } = await installation.api('audit').get<{ ok: boolean }>('/v1/audit/verify');
  if (!ok) problems.push('the audit chain does not verify');
  return problems;
}

/** Anything the site has twice: by the references of its payments and by its request log. */
async function doubledIn(chargebee: ChargebeeControls): Promise<string[]> {
  const payments = doubledPayments(await chargebee.objects('transaction'));
  const creates = doubledCreates(wholeLog(await chargebee.requests()));
  return [...payments, ...creates].map((what) => `twice: ${what}`);
}
