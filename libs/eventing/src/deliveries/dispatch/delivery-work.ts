import { decodeEvent, type CanonicalEvent } from '@ledgerbridge/contracts';
import type { HeldConnection } from '@ledgerbridge/connections';
import { recordOf, type DeliveryEntity, type StoredEvent } from '../database/delivery.entity.js';
import type { Decision, DeliveryTarget } from '../delivery-target.js';
import { TargetLinks, type TargetLinkReader } from '../links/target-links.js';
import type { StateChange } from '../states/state-change.js';
import { withCallSignal } from './call-signal.js';
import type { ConnectionStop } from './connection-stop.js';
import { changeByDecision, changeByDecisionError } from './decision-change.js';
import type { DeliveryJournal } from './delivery-journal.js';
import type { DispatchTuning } from './dispatch-tuning.js';
import type { Outcome } from './outcome.js';
import type { TargetCaller } from './target-caller.js';

/** Takes one delivery of a held connection as far as it goes now. */
export class DeliveryWork<S extends object> {
  constructor(
    private readonly links: TargetLinkReader,
    private readonly target: DeliveryTarget<S>,
    private readonly held: HeldConnection<S>,
    private readonly journal: DeliveryJournal,
    private readonly caller: TargetCaller<S>,
    private readonly stop: ConnectionStop,
    private readonly tuning: Pick<DispatchTuning, 'retry'>,
  ) {}

  /**
   * The delivery as it was left, or undefined when somebody else changed it meanwhile.
   * @throws LeaseLostError LEASE_LOST, and errors of our own database: the delivery stays where it is on record
   */
  async run(delivery: DeliveryEntity): Promise<DeliveryEntity | undefined> {
    if (delivery.state === 'in_doubt') return this.follow(delivery, await this.caller.resolve(delivery));
    if (delivery.requests !== null) return this.sendFrom(await this.journal.resume(delivery));
    const decision = await this.decide(delivery);
    if ('to' in decision) return this.recorded(delivery, decision, (change) => this.journal.decided(delivery, change));
    return this.sendFrom(await this.journal.begin(delivery, decision));
  }

  private async sendFrom(begun: DeliveryEntity | undefined): Promise<DeliveryEntity | undefined> {
    if (begun === undefined || begun.state !== 'writing') return begun;
    return this.follow(begun, await this.caller.send(begun));
  }

  private async follow(delivery: DeliveryEntity, outcome: Outcome): Promise<DeliveryEntity | undefined> {
    switch (outcome.kind) {
      case 'change':
        return this.recorded(delivery, outcome.change, (change) =>
          this.journal.concluded(delivery, change, outcome.existence),
        );
      case 'send':
        return this.sendFrom(await this.journal.resend(delivery));
      case 'accepted': {
        const isLast = delivery.step + 1 >= (delivery.requests?.length ?? 0);
        return isLast ? this.journal.delivered(delivery) : this.sendFrom(await this.journal.advance(delivery));
      }
    }
  }

  private recorded(
    delivery: DeliveryEntity,
    change: StateChange,
    record: (change: StateChange) => Promise<DeliveryEntity | undefined>,
  ): Promise<DeliveryEntity | undefined> {
    return change.failureScope === 'connection' ? this.stop.record(delivery, change, record) : record(change);
  }

  private async decide(delivery: DeliveryEntity): Promise<Extract<Decision, { kind: 'write' }> | StateChange> {
    const links = new TargetLinks(this.links);
    try {
      const event = storedEventOf(delivery.event);
      const link = await links.find(recordOf(delivery));
      const found = link === undefined ? {} : { link };
      const decision = await withCallSignal(this.held, (held) => this.target.decide({ event, held, links, ...found }));
      return decision.kind === 'write' ? decision : changeByDecision(decision, delivery);
    } catch (error) {
      if (links.failure !== undefined) throw links.failure as Error;
      const refused = this.caller.refusedWhileDeciding(delivery, error);
      return refused ?? changeByDecisionError(error, delivery.attempt, this.tuning.retry, Math.random());
    }
  }
}

function storedEventOf({ headers, value }: StoredEvent): CanonicalEvent {
  return decodeEvent({ headers, value: Buffer.from(value, 'utf8') });
}
