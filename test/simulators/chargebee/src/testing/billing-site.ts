import { startChargebeeSimulator, type ChargebeeSimulator } from '../simulator.js';
import { DEFAULT_SITE, type SiteOptions } from '../site/site-options.js';

/** A simulator whose site bills by itself: a 19 % tax, a monthly plan of 30.00, an addon of 5.00, a set-up charge of 10.00. */
export function startBillingSite(site: Partial<SiteOptions> = {}): Promise<ChargebeeSimulator> {
  return startChargebeeSimulator({
    switches: { requestsPerMinute: null },
    sites: [
      {
        ...DEFAULT_SITE,
        currencies: ['USD', 'JPY', 'KWD'],
        itemPrices: [
          { id: 'basic-USD-Monthly', price: 3_000 },
          { id: 'seat-USD-Monthly', itemType: 'addon', price: 500 },
          { id: 'setup-USD', itemType: 'charge', price: 1_000 },
        ],
        taxes: [{ name: 'VAT', rate: 19 }],
        ...site,
      },
    ],
  });
}

/** The types of the events of the site, oldest first. */
export function eventTypes(simulator: ChargebeeSimulator): unknown[] {
  return simulator.controls.objects('event').map((event) => event.event_type);
}
