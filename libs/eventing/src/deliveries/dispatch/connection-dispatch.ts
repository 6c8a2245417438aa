import { Wake } from '../../async/wake.js';
import type { HeldConnection } from '@ledgerbridge/connections';
import type { Logger } from '@ledgerbridge/service';
import type { DeliveryEntity } from '../database/delivery.entity.js';
import type { Circuit } from './circuit.js';
import type { ConnectionStop } from './connection-stop.js';
import type { DeliveryChores } from './delivery-chores.js';
import type { DeliveryMetrics } from './delivery-metrics.js';
import type { DeliveryPicker } from './delivery-picker.js';
import type { ConnectionProgress } from './dispatch-progress.js';
import type { DispatchTuning } from './dispatch-tuning.js';
import { errorCodeOf } from './error-code.js';
import type { Lane, Lanes } from './lanes.js';

export interface ConnectionDispatchParts {
  readonly held: HeldConnection<object>;
  readonly work: { run(delivery: DeliveryEntity): Promise<DeliveryEntity | undefined> };
  readonly lanes: Lanes;
  readonly circuit: Circuit;
  readonly stop: ConnectionStop;
  readonly picker: DeliveryPicker;
  readonly chores: DeliveryChores;
  readonly metrics: DeliveryMetrics;
  readonly progress: ConnectionProgress;
  readonly tuning: DispatchTuning;
  /** How long after the end of its lease the last write of a holder that is gone is over for certain. */
  readonly doubtMs: number;
  readonly logger: Logger;
}

/** The dispatcher of one connection for as long as it is held: customers side by side, each customer in order. */
export class ConnectionDispatch {
  private readonly wake = new Wake();
  private readonly atWork = new Set<Promise<void>>();
  /** Customers whose last delivery ended in an error of ours, and until when they are left alone. */
  private readonly resting = new Map<string, number>();
  private mayHaveMore = true;
  private choresDueAt = 0;
  private leaseLost: unknown;

  constructor(private readonly parts: ConnectionDispatchParts) {}

  /** There may be something new. */
  nudge(): void {
    this.mayHaveMore = true;
    this.wake.nudge();
  }

  /**
   * Runs until the connection is not held any more and what was in flight has ended.
   * @throws LeaseLostError LEASE_LOST when the lease ran out under it
   */
  async run(): Promise<void> {
    const { held, chores, lanes, stop, tuning } = this.parts;
    try {
      await stop.open();
      await chores.releaseMisconfigured(held.connection, held.lease);
      while (this.isHeld) {
        await this.guarded(() => this.round());
        if (this.isHeld) await this.wake.wait(Math.min(tuning.pollMs, this.msToProbe()), held.signal);
      }
    } finally {
      lanes.clearWaiting();
      await Promise.all(this.atWork);
    }
    if (this.leaseLost !== undefined) throw this.leaseLost as Error;
  }

  private get isHeld(): boolean {
    return !this.parts.held.signal.aborted && this.leaseLost === undefined;
  }

  private async round(): Promise<void> {
    const { circuit, lanes, metrics, held, stop } = this.parts;
    if (performance.now() >= this.choresDueAt) await this.doChores();
    await stop.look();
    metrics.circuitIs(held.connection.id, circuit.state(performance.now()));
    if (stop.stands || circuit.waitMs(performance.now()) > 0) {
      this.mayHaveMore = true;
      this.parts.progress.round();
      return lanes.clearWaiting();
    }
    if (this.mayHaveMore && lanes.isHungry) await this.load();
    for (let lane = lanes.start(); lane !== undefined; lane = lanes.start()) this.launch(lane);
    this.parts.progress.round();
  }

  private async doChores(): Promise<void> {
    const { held, chores, lanes, doubtMs, tuning } = this.parts;
    const { id } = held.connection;
    this.choresDueAt = performance.now() + tuning.pollMs;
    await chores.adoptOrphans(id, lanes.ids, doubtMs, held.lease);
    // one portion a round, or a long release would keep everybody else from being started
    if (await chores.releaseWaits(id, held.lease)) {
      this.choresDueAt = 0;
      this.wake.nudge();
    }
    this.mayHaveMore = true;
  }

  private async load(): Promise<void> {
    const { held, picker, lanes, tuning } = this.parts;
    this.mayHaveMore = false;
    const busy = [...lanes.keys, ...this.restingKeys()];
    const due = await picker.runnable(held.connection.id, busy, tuning.batch);
    if (due.length === 0 && busy.length === 0) this.parts.progress.idle();
    lanes.load(due);
    if (due.length === tuning.batch) this.nudge();
  }

  private restingKeys(): string[] {
    const now = performance.now();
    for (const [key, until] of this.resting) if (until <= now) this.resting.delete(key);
    return [...this.resting.keys()];
  }

  private launch(lane: Lane): void {
    const task = this.workOn(lane).finally(() => {
      this.parts.lanes.end(lane);
      this.atWork.delete(task);
      this.nudge();
    });
    this.atWork.add(task);
  }

  private async workOn(lane: Lane): Promise<void> {
    for (const delivery of lane.deliveries) {
      const goesOn = this.isHeld && (await this.guarded(() => this.workOnOne(delivery)));
      if (this.isHeld) this.parts.progress.worked(goesOn !== undefined);
      if (goesOn === undefined) this.resting.set(lane.key, performance.now() + this.parts.tuning.pollMs);
      if (goesOn !== true) return;
    }
  }

  /** False when the customer's next delivery must not begin. */
  private async workOnOne(delivery: DeliveryEntity): Promise<boolean> {
    const { circuit, work, metrics, stop } = this.parts;
    const admission = stop.stands ? 'stop' : circuit.admit(performance.now());
    if (admission === 'stop') return false;
    try {
      const after = await work.run(delivery);
      metrics.left(delivery, after);
      return after?.state !== 'in_doubt' && after?.state !== 'writing';
    } finally {
      if (admission === 'probe') circuit.unused();
    }
  }

  /** Errors of our own (database, lease, a fault in an adapter) must not end the dispatcher; undefined after one. */
  private async guarded<T>(work: () => Promise<T>): Promise<T | undefined> {
    const { held, logger } = this.parts;
    try {
      return await work();
    } catch (error) {
      if (errorCodeOf(error) === 'LEASE_LOST') {
        this.leaseLost = error;
        this.wake.nudge();
      }
      logger.error(
        { err: error, connection: held.connection.id },
        'dispatching failed; it goes on from what is on record',
      );
      return undefined;
    }
  }

  private msToProbe(): number {
    const { circuit } = this.parts;
    const wait = circuit.waitMs(performance.now());
    return wait === 0 ? Infinity : wait;
  }
}
