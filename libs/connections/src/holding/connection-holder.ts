import { LOGGER, ShutdownSequence, type Logger } from '@ledgerbridge/service';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { LeaseKeeper } from '../leases/lease-keeper.js';
import { ConnectionRegistry } from '../registry/connection-registry.js';
import type { ConnectionActivity, HeldConnection } from './connection-activity.js';
import { KeptConnection } from './kept-connection.js';

/**
 * Sees to it that each connection is used by one process at a time: keeps the lease `connection:<id>` of every
 * connection and runs the registered activities while this process holds it. A changed connection has its
 * activities ended and started anew; on shutdown they end, then the lease is free for another replica.
 */
@Injectable()
export class ConnectionHolder<S extends object> implements OnApplicationBootstrap {
  private readonly activities: ConnectionActivity<S>[] = [];
  private readonly kept = new Map<string, KeptConnection<S>>();
  private readonly ending = new Set<Promise<void>>();
  private state: 'idle' | 'running' | 'stopped' = 'idle';

  constructor(
    private readonly registry: ConnectionRegistry<S>,
    private readonly keeper: LeaseKeeper,
    private readonly shutdown: ShutdownSequence,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Best before the application has started; later, running activities are restarted with the new one beside them. */
  register(activity: ConnectionActivity<S>): void {
    this.activities.push(activity);
    for (const kept of this.kept.values()) kept.restart();
  }

  isHeldHere(id: string): boolean {
    return this.held(id) !== undefined;
  }

  held(id: string): HeldConnection<S> | undefined {
    return this.kept.get(id)?.held;
  }

  onApplicationBootstrap(): void {
    this.state = 'running';
    const unsubscribe = this.registry.onChange((id) => this.follow(id));
    this.shutdown.on('writes', 'connections', async () => {
      unsubscribe();
      await this.stop();
    });
    for (const { id } of this.registry.list()) this.follow(id);
  }

  private follow(id: string): void {
    if (this.state !== 'running') return;
    const kept = this.kept.get(id);
    if (this.registry.get(id) === undefined) this.letGo(id);
    else if (kept !== undefined) kept.restart();
    else this.kept.set(id, this.keep(id));
  }

  private keep(id: string): KeptConnection<S> {
    return new KeptConnection<S>(id, {
      keeper: this.keeper,
      logger: this.logger,
      current: (connectionId) => this.registry.get(connectionId),
      activities: () => this.activities,
    });
  }

  private letGo(id: string): void {
    const stopped = this.kept.get(id)?.stop();
    this.kept.delete(id);
    if (stopped === undefined) return;
    this.ending.add(stopped);
    void stopped.finally(() => this.ending.delete(stopped));
  }

  private async stop(): Promise<void> {
    this.state = 'stopped';
    await Promise.all([...[...this.kept.values()].map((kept) => kept.stop()), ...this.ending]);
  }
}
