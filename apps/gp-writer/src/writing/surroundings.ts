import type { Link, LinkLookup } from '@ledgerbridge/eventing';
import type { AcceptsSettings, GpSettings } from '../gp/connection-settings.js';
import type { GpGateway } from '../gp/gp-gateway.port.js';

/** What a decision may look at besides its event. */
export interface Surroundings {
  /** The link of the record itself, once a target id is reserved. */
  readonly link: Link | undefined;
  readonly links: LinkLookup;
  readonly settings: GpSettings;
  readonly accepts: AcceptsSettings;
  /** Reads only: what is written is left to the requests of the decision. */
  readonly gateway: GpReader;
}

export type GpReader = Pick<GpGateway, 'policy' | 'findReceivables' | 'findCashReceipt' | 'findCustomer'>;
