import type { HeldConnection } from '@ledgerbridge/connections';
import type { DeliveryEntity } from '../database/delivery.entity.js';
import type { Classification, DeliveryTarget, ReadBack, StoredRequest } from '../delivery-target.js';
import type { StateChange } from '../states/state-change.js';
import { assertMayCall, withCallSignal } from './call-signal.js';
import type { Circuit } from './circuit.js';
import type { DispatchTuning } from './dispatch-tuning.js';
import { errorCodeOf } from './error-code.js';
import {
  afterDecisionError,
  afterDoubtReadError,
  afterEarlyReadError,
  afterHandingOver,
  afterReadBack,
  afterSendError,
  isRefusal,
  type Outcome,
  type OutcomeContext,
} from './outcome.js';

const LEASE_LOST = 'LEASE_LOST';

/** Makes the calls of one held connection and says what came of them. Touches no row. */
export class TargetCaller<S extends object> {
  constructor(
    private readonly target: DeliveryTarget<S>,
    private readonly held: HeldConnection<S>,
    private readonly circuit: Circuit,
    private readonly tuning: Pick<DispatchTuning, 'retry' | 'leaseMarginMs'>,
  ) {}

  /**
   * Sends the request at the delivery's step.
   * @throws LeaseLostError LEASE_LOST: nothing was sent, and the lease is not ours any more
   */
  async send(delivery: DeliveryEntity): Promise<Outcome> {
    const request = requestOf(delivery);
    const early = request.readBackFirst === true ? await this.lookFirst(delivery, request) : undefined;
    if (early !== undefined && early.kind !== 'send') return early;
    try {
      await this.call((held) => this.target.send(request, held));
      return { kind: 'accepted' };
    } catch (error) {
      if (this.isHandedOver(error)) return afterHandingOver(delivery.attempt);
      const classification = this.classified(error);
      if (classification.kind === 'duplicate') return this.resolve(delivery, true);
      return afterSendError(classification, this.context(delivery, error));
    }
  }

  /** Finds out whether the request at the delivery's step was applied. */
  async resolve(delivery: DeliveryEntity, refusedAsDuplicate = false): Promise<Outcome> {
    try {
      const request = requestOf(delivery);
      const repeatable = request.repeatable ?? false;
      return afterReadBack(await this.readBack(request), { refusedAsDuplicate, repeatable });
    } catch (error) {
      return afterDoubtReadError(this.classified(error), this.context(delivery, error));
    }
  }

  /**
   * What a call that was refused while deciding makes of the delivery. Undefined for any other error: a record that
   * cannot be mapped says nothing of the target, and must not keep its circuit open.
   * @throws the error itself when it says that the lease is lost
   */
  refusedWhileDeciding(delivery: DeliveryEntity, error: unknown): StateChange | undefined {
    if (errorCodeOf(error) !== LEASE_LOST && !isRefusal(this.target.classify(error))) return undefined;
    const classification = this.classified(error);
    const context = { ...this.context(delivery, error), attempt: delivery.attempt + 1 };
    return isRefusal(classification) ? afterDecisionError(classification, context) : undefined;
  }

  private async lookFirst(delivery: DeliveryEntity, request: StoredRequest): Promise<Outcome> {
    try {
      const repeatable = request.repeatable ?? false;
      return afterReadBack(await this.readBack(request), { refusedAsDuplicate: false, repeatable });
    } catch (error) {
      if (this.isHandedOver(error)) return afterHandingOver(delivery.attempt);
      return afterEarlyReadError(this.classified(error), this.context(delivery, error));
    }
  }

  private readBack(request: StoredRequest): Promise<ReadBack> {
    return this.call((held) => this.target.readBack(request, held));
  }

  private async call<R>(work: (held: HeldConnection<S>) => Promise<R>): Promise<R> {
    assertMayCall(this.held, this.tuning.leaseMarginMs);
    const result = await withCallSignal(this.held, work);
    this.circuit.answered();
    return result;
  }

  /** Nothing was sent, in an orderly end: the lease is still ours, so this can be put on record. */
  private isHandedOver(error: unknown): boolean {
    const { signal, lease } = this.held;
    return errorCodeOf(error) === LEASE_LOST && signal.aborted && lease.remainingMs() > 0;
  }

  /** @throws the error itself when it says that the lease is lost */
  private classified(error: unknown): Classification {
    if (errorCodeOf(error) === LEASE_LOST) throw error;
    const classification = this.target.classify(error);
    if (classification.kind === 'target-down') this.circuit.down(performance.now());
    else if (classification.kind === 'in-doubt') this.circuit.unanswered(performance.now());
    else this.circuit.answered();
    return classification;
  }

  private context(delivery: DeliveryEntity, error: unknown): OutcomeContext {
    return {
      attempt: delivery.attempt,
      readBacks: delivery.readBacks,
      timeouts: this.target.timeouts(this.held.connection),
      retry: this.tuning.retry,
      random: Math.random(),
      errorCode: errorCodeOf(error),
    };
  }
}

function requestOf(delivery: DeliveryEntity): StoredRequest {
  const request = delivery.requests?.[delivery.step];
  if (request === undefined) throw new Error(`delivery ${delivery.id} has no request at step ${delivery.step}`);
  return request;
}
