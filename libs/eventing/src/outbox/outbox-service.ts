import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { LeaseKeeper } from '@ledgerbridge/connections';
import { ReadinessChecks, ShutdownSequence, type ReadinessAnswer } from '@ledgerbridge/service';
import { DataSource } from 'typeorm';
import { MESSAGE_BUS, type MessageBus } from '../kafka/message-bus.port.js';
import { ON_FATAL, type OnFatal } from '../landing/end-process.js';
import type { RelayLimits } from './judge-relay.js';
import { OutboxListener } from './outbox-listener.js';
import { OutboxPurge } from './outbox-purge.js';
import { OutboxRelay } from './outbox-relay.js';
import { OutboxStore } from './outbox-store.js';
import { RelaySupervisor } from './relay-supervisor.js';

/** DI token of the RelayLimits. */
export const RELAY_LIMITS = Symbol('RELAY_LIMITS');

const RELAY_LEASE = 'relay';
/** Kafka may be away for a moment without anybody having to know. */
const TROUBLE_GRACE_MS = 30_000;
/** Older than this, an unpublished message says that nobody relays well, in whichever process the relay runs. */
const OLDEST_LIMIT_MS = 120_000;

/** Keeps one relay running per service, whichever process has the lease, and flushes it at the end. */
@Injectable()
export class OutboxService implements OnApplicationBootstrap {
  private readonly listening = new AbortController();
  private kept: { stop(): Promise<void> } | undefined;
  private supervisor: RelaySupervisor | undefined;
  private listener: Promise<void> = Promise.resolve();

  constructor(
    private readonly leases: LeaseKeeper,
    private readonly relay: OutboxRelay,
    private readonly store: OutboxStore,
    private readonly notifications: OutboxListener,
    private readonly purge: OutboxPurge,
    private readonly readiness: ReadinessChecks,
    private readonly shutdown: ShutdownSequence,
    private readonly database: DataSource,
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    @Inject(RELAY_LIMITS) private readonly limits: RelayLimits,
    @Inject(ON_FATAL) private readonly onFatal: OnFatal,
  ) {}

  onApplicationBootstrap(): void {
    this.readiness.add('outbox', () => this.answer());
    this.shutdown.on('outbox', 'relay', () => this.stop());
    this.listener = this.notifications.listen(() => this.relay.nudge(), this.listening.signal);
    this.kept = this.leases.keep(RELAY_LEASE, async ({ signal }) => {
      await Promise.all([this.relay.run(signal), this.purge.run(signal)]);
    });
    const probes = { kafka: () => this.bus.ping(), postgres: () => this.database.query('SELECT 1') };
    this.supervisor = new RelaySupervisor(this.relay, probes, this.limits, this.onFatal);
  }

  private async stop(): Promise<void> {
    this.supervisor?.stop();
    await this.relay.flush();
    await this.kept?.stop();
    this.listening.abort();
    await this.listener;
  }

  private async answer(): Promise<ReadinessAnswer> {
    const since = this.relay.troubledSince;
    const failingMs = since === undefined ? 0 : Date.now() - since;
    if (failingMs > TROUBLE_GRACE_MS) return notReady('nothing could be published', failingMs);
    const { step } = this.relay.activity;
    const stepMs = step === undefined ? 0 : performance.now() - step.since;
    if (stepMs > TROUBLE_GRACE_MS) return notReady(`the relay has waited for ${step?.of}`, stepMs);
    const oldestMs = await this.store.oldestAgeMs();
    if (oldestMs > OLDEST_LIMIT_MS) return notReady('the oldest message has waited to be published', oldestMs);
    return { ok: true };
  }
}

function notReady(what: string, ms: number): ReadinessAnswer {
  return { ok: false, detail: `${what} for ${Math.round(ms / 1000)} s` };
}
