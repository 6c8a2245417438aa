import { BridgeError } from '@ledgerbridge/contracts';

export type LeaseLostErrorCode =
  /** The connection's lease is another's, or too little of it is left to make a call; nothing was sent or changed. */
  'LEASE_LOST';

export class LeaseLostError extends BridgeError<LeaseLostErrorCode> {
  constructor(lease: string) {
    super('LEASE_LOST', `the lease ${lease} is not ours any more`, { retryable: true, details: { lease } });
  }
}
