import type { UnitCall } from '../operations/operation.js';
import { runBilling, type BillingRun } from '../resources/billing/run-billing.js';
import { setPaymentSource } from '../resources/payment-sources/payment-source.js';
import type { Resource } from '../resources/resource.js';
import { settleTransaction } from '../resources/transactions/settle-transaction.js';
import type { Site } from '../site/site.js';
import type { Switches } from '../site/switches.js';

const DAY_MS = 86_400_000;

interface Parts {
  site: (name: string | undefined) => Site;
  switches: () => Switches;
  advanceClock: (milliseconds: number) => void;
}

/** What happens at a site without a request: its own jobs, and what banks and gateways do. */
export class BillingControls {
  constructor(private readonly parts: Parts) {}

  /** Runs the site's jobs up to this moment: renewals, dunning, invoices that fall due. */
  run(site?: string): BillingRun {
    return runBilling(this.parts.site(site), this.parts.switches());
  }

  /** Lets days pass, the site's jobs running once a day. */
  advanceDays(days: number, site?: string): BillingRun {
    const total: BillingRun = { renewed: 0, cancelled: 0, collected: 0, fellDue: 0 };
    for (let day = 0; day < days; day += 1) {
      this.parts.advanceClock(DAY_MS);
      const done = this.run(site);
      for (const name of Object.keys(total) as (keyof BillingRun)[]) total[name] += done[name];
    }
    return total;
  }

  /** Gives a customer a card or a bank account, one that fails if asked for, or takes it away. */
  setPaymentMethod(
    given: { customerId: string; type: 'card' | 'direct_debit' | 'none'; fails?: boolean },
    site?: string,
  ): Resource {
    return this.work(site, ({ unit }) => setPaymentSource(unit, given.customerId, given));
  }

  /** What becomes of a payment later: one in progress succeeds or fails, a successful one is reversed. */
  settle(given: { transactionId: string; outcome: 'success' | 'failure' | 'reversed' }, site?: string): Resource {
    return this.work(site, (call) => settleTransaction(call, given.transactionId, given.outcome));
  }

  private work<T>(siteName: string | undefined, each: (call: UnitCall) => T): T {
    const site = this.parts.site(siteName);
    const unit = site.store.begin();
    const context = { site: site.options, switches: this.parts.switches(), webhooksDisabled: false };
    const result = each({ ...context, unit, id: '', user: '', source: 'external_service' });
    site.store.commit(unit);
    return result;
  }
}
