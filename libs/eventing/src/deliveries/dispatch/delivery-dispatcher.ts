import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ConnectionHolder, type ConnectionActivity, type HeldConnection } from '@ledgerbridge/connections';
import { LOGGER, type Logger } from '@ledgerbridge/service';
import { DataSource } from 'typeorm';
import { DELIVERY_TARGET, DISPATCH_TUNING } from '../deliveries.tokens.js';
import type { DeliveryTarget } from '../delivery-target.js';
import { DispatchNudge } from '../landing/dispatch-nudge.js';
import { LinkStore } from '../links/link-store.js';
import { TargetLinkReader } from '../links/target-links.js';
import { DeliveryStates } from '../states/delivery-states.js';
import { Circuit } from './circuit.js';
import { ConnectionDispatch } from './connection-dispatch.js';
import { ConnectionStop } from './connection-stop.js';
import { DeliveryChores } from './delivery-chores.js';
import { DeliveryJournal } from './delivery-journal.js';
import { DeliveryMetrics } from './delivery-metrics.js';
import { DeliveryPicker } from './delivery-picker.js';
import { DeliveryWork } from './delivery-work.js';
import { DispatchProgress } from './dispatch-progress.js';
import type { DispatchTuning } from './dispatch-tuning.js';
import { Lanes } from './lanes.js';
import { doubtWaitMs } from './outcome.js';
import { TargetCaller } from './target-caller.js';
import { WaitRelease } from './wait-release.js';

/** Writes what is due into each target connection held by this process. */
@Injectable()
export class DeliveryDispatcher<S extends object = object> implements ConnectionActivity<S>, OnModuleInit {
  readonly name = 'deliveries';
  constructor(
    private readonly database: DataSource,
    @Inject(DELIVERY_TARGET) private readonly target: DeliveryTarget<S>,
    @Inject(DISPATCH_TUNING) private readonly tuning: DispatchTuning,
    private readonly states: DeliveryStates,
    private readonly links: LinkStore,
    private readonly waits: WaitRelease,
    private readonly picker: DeliveryPicker,
    private readonly chores: DeliveryChores,
    private readonly metrics: DeliveryMetrics,
    private readonly nudge: DispatchNudge,
    private readonly holder: ConnectionHolder<S>,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly progress: DispatchProgress,
  ) {}

  onModuleInit(): void {
    this.holder.register(this);
  }

  async run(held: HeldConnection<S>): Promise<void> {
    const { id } = held.connection;
    const dispatch = this.dispatchFor(held);
    const stopListening = this.nudge.listen(id, () => dispatch.nudge());
    try {
      await dispatch.run();
    } finally {
      stopListening();
      this.metrics.noCircuit(id);
      this.progress.end(id);
    }
  }

  private dispatchFor(held: HeldConnection<S>): ConnectionDispatch {
    const { database, target, tuning, picker, chores, metrics, logger } = this;
    const circuit = new Circuit(tuning.circuit);
    const { id } = held.connection;
    const stop = new ConnectionStop({ connection: id, find: () => picker.stopping(id), circuit, logger });
    const journal = new DeliveryJournal(database, this.states, this.links, this.waits, held);
    const caller = new TargetCaller(target, held, circuit, tuning);
    const links = new TargetLinkReader(database, this.links, id);
    const work = new DeliveryWork(links, target, held, journal, caller, stop, tuning);
    const lanes = new Lanes(Math.max(1, target.concurrency(held.connection)));
    const doubtMs = doubtWaitMs(target.timeouts(held.connection));
    const progress = this.progress.begin(id);
    const parts = { held, work, lanes, circuit, stop, picker, chores, metrics, progress, tuning, doubtMs, logger };
    return new ConnectionDispatch(parts);
  }
}
