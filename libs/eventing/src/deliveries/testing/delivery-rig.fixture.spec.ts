import type { CanonicalEvent, DeliveryState } from '@ledgerbridge/contracts';
import { connectionsEntities, connectionsMigrations, type HeldConnection } from '@ledgerbridge/connections';
import { createDataSource, type Logger } from '@ledgerbridge/service';
import { until } from '@ledgerbridge/testing';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { eventingEntities, eventingMigrations } from '../../database/eventing-schema.js';
import type { LandingContext } from '../../landing/landing-context.js';
import { Outbox } from '../../outbox/outbox.js';
import { DeliveryEntity } from '../database/delivery.entity.js';
import { LinkEntity } from '../database/link.entity.js';
import { DeliveryChores } from '../dispatch/delivery-chores.js';
import { DeliveryDispatcher } from '../dispatch/delivery-dispatcher.js';
import { DeliveryMetrics } from '../dispatch/delivery-metrics.js';
import { DeliveryPicker } from '../dispatch/delivery-picker.js';
import { DispatchProgress } from '../dispatch/dispatch-progress.js';
import type { DispatchTuning } from '../dispatch/dispatch-tuning.js';
import { WaitRelease } from '../dispatch/wait-release.js';
import { DeliveryLanding } from '../landing/delivery-landing.js';
import { DispatchNudge } from '../landing/dispatch-nudge.js';
import { LinkStore } from '../links/link-store.js';
import { DeliveryStates } from '../states/delivery-states.js';
import { ScriptedTarget } from './scripted-target.fixture.spec.js';

export const SERVICE = 'test-writer';
export const TARGET = 'target';

const TUNING: DispatchTuning = {
  pollMs: 20,
  batch: 200,
  retry: { baseMs: 20, capMs: 200 },
  circuit: { baseMs: 20, capMs: 100 },
  leaseMarginMs: 100,
};

function loggerInto(messages: string[]): Logger {
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
  const log = (_context: unknown, message: string): void => void messages.push(message);
  return Object.fromEntries(levels.map((level) => [level, log])) as unknown as Logger;
}

/** A holder of the target connection in the test: a real lease row, time left as the test says. */
export interface TestHolder {
  readonly held: HeldConnection<object>;
  /** Ends the holder in order; resolves when its dispatcher has ended. */
  stop(): Promise<void>;
  /** From now on the lease counts as lost by this holder itself. */
  loseLease(): void;
  readonly ended: Promise<void>;
}

/** The delivering half of a service over a real database, without Kafka and without Nest. */
export class DeliveryRig {
  readonly target = new ScriptedTarget();
  readonly outbox = new Outbox();
  readonly registry = new Registry();
  /** Messages logged, oldest first. */
  readonly logged: string[] = [];
  readonly nudge: DispatchNudge;
  readonly states: DeliveryStates;
  readonly links = new LinkStore();
  readonly landing: DeliveryLanding;
  readonly picker: DeliveryPicker;
  readonly progress = new DispatchProgress({ add: () => undefined } as never);
  private readonly waits: WaitRelease;
  private readonly dispatcher: DeliveryDispatcher;
  private readonly holders: TestHolder[] = [];
  private finish: () => void = () => undefined;
  /** Resolves when the rig closes: a call that hangs until then is one whose caller died. */
  readonly end = new Promise<void>((resolve) => (this.finish = resolve));

  private constructor(readonly database: DataSource) {
    this.nudge = new DispatchNudge(database);
    this.states = new DeliveryStates({ service: SERVICE }, this.outbox);
    this.landing = new DeliveryLanding(this.target, this.states, this.links, this.nudge);
    this.picker = new DeliveryPicker(database);
    this.waits = new WaitRelease(this.states);
    this.dispatcher = new DeliveryDispatcher(
      database,
      this.target,
      TUNING,
      this.states,
      this.links,
      this.waits,
      this.picker,
      new DeliveryChores(database, this.picker, this.states, this.waits),
      new DeliveryMetrics(this.registry, database),
      this.nudge,
      { register: () => undefined } as never,
      loggerInto(this.logged),
      this.progress,
    );
  }

  static async open(url: string): Promise<DeliveryRig> {
    const database = createDataSource({
      url,
      schema: 'public',
      migrate: true,
      entities: [...connectionsEntities, ...eventingEntities],
      migrations: [...connectionsMigrations, ...eventingMigrations],
    });
    await database.initialize();
    await database.runMigrations();
    return new DeliveryRig(database);
  }

  async close(): Promise<void> {
    this.finish();
    await Promise.allSettled(this.holders.map((holder) => holder.stop()));
    await this.database.destroy();
  }

  async land(events: readonly CanonicalEvent[], context?: Pick<LandingContext, 'replay'>): Promise<void> {
    await this.database.transaction((tx) => this.landing.land(events, tx, context));
  }

  /** Takes the connection's lease over and dispatches; the epoch grows with each holder. */
  async hold(connection = TARGET, version = 1): Promise<TestHolder> {
    const name = `connection:${connection}`;
    const rows: { epoch: string }[] = await this.database.query(
      `WITH taken AS (
         INSERT INTO leases AS l (name, holder, epoch, expires_at) VALUES ($1, gen_random_uuid(), 1, 'infinity')
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, epoch = l.epoch + 1 RETURNING epoch)
       SELECT epoch FROM taken`,
      [name],
    );
    const holder = this.holderOf({ id: connection, version }, name, rows[0]?.epoch ?? '');
    this.holders.push(holder);
    return holder;
  }

  private holderOf(of: { id: string; version: number }, name: string, epoch: string): TestHolder {
    const controller = new AbortController();
    let remaining = 10_000;
    const lease = { name, epoch, signal: controller.signal, remainingMs: () => remaining };
    const held: HeldConnection<object> = {
      connection: { ...of, settings: {}, source: 'file' },
      lease,
      signal: controller.signal,
    };
    const ended = this.dispatcher.run(held).catch(() => undefined);
    return {
      held,
      ended,
      stop: async () => {
        controller.abort();
        await ended;
      },
      loseLease: () => {
        remaining = 0;
      },
    };
  }

  async deliveries(): Promise<DeliveryEntity[]> {
    return this.database.getRepository(DeliveryEntity).find({ order: { landedSeq: 'ASC' } });
  }

  async deliveryOf(event: CanonicalEvent, targetConnection = TARGET): Promise<DeliveryEntity> {
    return this.database.getRepository(DeliveryEntity).findOneByOrFail({ eventId: event.id, targetConnection });
  }

  async linkOf(event: CanonicalEvent): Promise<LinkEntity> {
    const { connection: sourceConnection, type, sourceId } = event.record;
    return this.database
      .getRepository(LinkEntity)
      .findOneByOrFail({ targetConnection: TARGET, sourceConnection, type, sourceId });
  }

  /** State of the event's delivery, for conditions. */
  async stateOf(event: CanonicalEvent): Promise<DeliveryState> {
    return (await this.deliveryOf(event)).state;
  }

  /** Waits until the event's delivery is in this state. */
  async reaches(event: CanonicalEvent, state: DeliveryState): Promise<DeliveryEntity> {
    return until(
      async () => {
        const delivery = await this.deliveryOf(event);
        return delivery.state === state && delivery;
      },
      { what: `${event.record.type} ${event.record.sourceId} ${state}`, timeoutMs: 8_000 },
    );
  }

  async delivered(...events: CanonicalEvent[]): Promise<void> {
    for (const event of events) await this.reaches(event, 'delivered');
  }

  /** The states told on `bridge.deliveries.v1` for this event, in order. */
  async told(event: CanonicalEvent): Promise<string[]> {
    const rows: { value: Buffer }[] = await this.database.query(
      `SELECT value FROM outbox WHERE topic = 'bridge.deliveries.v1' ORDER BY id`,
    );
    const changes = rows.map(({ value }) => JSON.parse(value.toString('utf8')) as { eventId: string; state: string });
    return changes.filter(({ eventId }) => eventId === event.id).map(({ state }) => state);
  }
}
