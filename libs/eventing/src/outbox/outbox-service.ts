import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { LeaseKeeper } from '@ledgerbridge/connections';
import { ReadinessChecks, ShutdownSequence, type ReadinessAnswer } from '@ledgerbridge/service';
import { OutboxListener } from './outbox-listener.js';
import { OutboxPurge } from './outbox-purge.js';
import { OutboxRelay } from './outbox-relay.js';

const RELAY_LEASE = 'relay';
/** Kafka may be away for a moment without anybody having to know. */
const TROUBLE_GRACE_MS = 30_000;

/** Keeps one relay running per service, whichever process has the lease, and flushes it at the end. */
@Injectable()
export class OutboxService implements OnApplicationBootstrap {
  private readonly listening = new AbortController();
  private kept: { stop(): Promise<void> } | undefined;
  private listener: Promise<void> = Promise.resolve();

  constructor(
    private readonly leases: LeaseKeeper,
    private readonly relay: OutboxRelay,
    private readonly notifications: OutboxListener,
    private readonly purge: OutboxPurge,
    private readonly readiness: ReadinessChecks,
    private readonly shutdown: ShutdownSequence,
  ) {}

  onApplicationBootstrap(): void {
    this.readiness.add('outbox', () => Promise.resolve(this.answer()));
    this.shutdown.on('outbox', 'relay', () => this.stop());
    this.listener = this.notifications.listen(() => this.relay.nudge(), this.listening.signal);
    this.kept = this.leases.keep(RELAY_LEASE, async ({ signal }) => {
      await Promise.all([this.relay.run(signal), this.purge.run(signal)]);
    });
  }

  private async stop(): Promise<void> {
    await this.relay.flush();
    await this.kept?.stop();
    this.listening.abort();
    await this.listener;
  }

  private answer(): ReadinessAnswer {
    const since = this.relay.troubledSince;
    const forMs = since === undefined ? 0 : Date.now() - since;
    if (forMs < TROUBLE_GRACE_MS) return { ok: true };
    return { ok: false, detail: `nothing could be published for ${Math.round(forMs / 1000)} s` };
  }
}
