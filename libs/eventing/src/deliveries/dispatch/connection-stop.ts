import type { Logger } from '@ledgerbridge/service';
import type { DeliveryEntity } from '../database/delivery.entity.js';
import type { StateChange } from '../states/state-change.js';
import type { Circuit } from './circuit.js';

/** Why a delivery waits: another one's failure stopped the connection. */
const CONNECTION_STOPPED = 'CONNECTION_STOPPED';

export interface ConnectionStopParts {
  readonly connection: string;
  /** The failure on record that stops the connection. */
  readonly find: () => Promise<Pick<DeliveryEntity, 'id' | 'reason'> | null>;
  readonly circuit: Pick<Circuit, 'suspect'>;
  readonly logger: Logger;
}

/**
 * Whether a held connection is stopped: one delivery failed for a reason that concerns all of them, and nothing more
 * is written while that failure stands. What counts is the failure on record, so a stop outlives restarts and
 * take-overs and ends however the failure ends: retried, ignored, superseded or released. The next delivery then tries
 * alone. Only the holder makes such failures; without one seen here at the start or since, there is none.
 */
export class ConnectionStop {
  private standing = false;
  private recording = false;

  constructor(private readonly parts: ConnectionStopParts) {}

  get stands(): boolean {
    return this.standing;
  }

  /** At the start of a tenure: a stop may stand from before. */
  async open(): Promise<void> {
    const found = await this.parts.find();
    this.standing = found !== null;
    if (found !== null) this.told(found);
  }

  /** Has the failure ended by now? */
  async look(): Promise<void> {
    if (!this.standing || this.recording || (await this.parts.find()) !== null) return;
    this.standing = false;
    this.parts.circuit.suspect();
    this.parts.logger.info(
      { connection: this.parts.connection },
      'connection not stopped any more; one delivery tries',
    );
  }

  /**
   * Puts a failure that concerns the connection on record, unless another one's speaks for it already: then the
   * delivery is tried again when the stop has ended, and what was begun counts as no attempt.
   */
  async record(
    delivery: DeliveryEntity,
    failure: StateChange,
    record: (change: StateChange) => Promise<DeliveryEntity | undefined>,
  ): Promise<DeliveryEntity | undefined> {
    if (this.standing) return record(untilGoesOn(delivery));
    this.standing = true;
    this.recording = true;
    try {
      const after = await record(failure);
      if (after?.failureScope === 'connection') this.told(after);
      return after;
    } finally {
      // whether it is on record (a newer version may have taken over) is for the next look to find out
      this.recording = false;
    }
  }

  private told({ id, reason }: Pick<DeliveryEntity, 'id' | 'reason'>): void {
    this.parts.logger.error(
      { connection: this.parts.connection, delivery: id, reason },
      'connection stopped: nothing is written to it until it is changed, or this delivery is retried or ignored',
    );
  }
}

function untilGoesOn(delivery: DeliveryEntity): StateChange {
  const attempt = delivery.state === 'writing' ? Math.max(0, delivery.attempt - 1) : delivery.attempt;
  return { to: 'retrying', reason: CONNECTION_STOPPED, attempt, nextAttemptInMs: 0 };
}
