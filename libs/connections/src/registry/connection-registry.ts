import type { KnownSecrets, Logger } from '@ledgerbridge/service';
import type { Connection } from '../connection.js';
import type { ConnectionStore } from './connection-store.js';
import { registerSecrets } from './register-secrets.js';

/**
 * The connections of this service as of now, secrets opened. Loaded before anything that depends on it exists;
 * follows changes made here at once and those of other replicas within the poll interval.
 */
export class ConnectionRegistry<S extends object> {
  private readonly connections = new Map<string, Connection<S>>();
  /** What connections were before a version of them that cannot be opened here. */
  private readonly lastKnown = new Map<string, Connection<S>>();
  /** Versions that could not be opened, so that each is reported once. */
  private readonly unusable = new Map<string, number>();
  private readonly listeners = new Set<(id: string) => void>();
  private refreshing: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private isFailing = false;

  constructor(
    private readonly store: ConnectionStore<S>,
    private readonly secrets: KnownSecrets,
    private readonly logger: Logger,
  ) {}

  /** Ordered by id. */
  list(): readonly Connection<S>[] {
    return [...this.connections.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /**
   * Those of `list()`, and as they last were those that this process cannot open now while another may (an upgrade
   * under way, a key it lacks). For taking in what is meant for a connection, never for using it.
   */
  known(): readonly Connection<S>[] {
    return [...this.list(), ...this.lastKnown.values()];
  }

  get(id: string): Connection<S> | undefined {
    return this.connections.get(id);
  }

  /** Calls the listener with the id of every connection that appears, changes or goes; returns how to end that. */
  onChange(listener: (id: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** First load. @throws ConnectionsError when a stored connection cannot be opened: the start must not go on without it. */
  async load(): Promise<void> {
    for (const row of await this.store.list()) {
      const opened = this.store.open(row);
      registerSecrets(opened, this.secrets);
      this.connections.set(row.id, opened.connection);
    }
  }

  /** Takes over what is stored now; concurrent calls run one after the other, so each sees its caller's own commit. */
  refresh(): Promise<void> {
    const next = this.refreshing.then(() => this.takeOver());
    this.refreshing = next.catch(() => undefined);
    return next;
  }

  startPolling(intervalMs: number): void {
    const poll = async (): Promise<void> => {
      try {
        await this.refresh();
        this.isFailing = false;
      } catch (error) {
        if (!this.isFailing)
          this.logger.warn({ err: error }, 'connections cannot be read; going on with the last known');
        this.isFailing = true;
      }
      if (!this.stopped) this.timer = setTimeout(() => void poll(), intervalMs);
    };
    this.timer = setTimeout(() => void poll(), intervalMs);
  }

  async stopPolling(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.refreshing;
  }

  private async takeOver(): Promise<void> {
    const versions = await this.store.versions();
    const changed = [...versions].filter(([id, version]) => !this.knows(id, version)).map(([id]) => id);
    const gone = [...this.connections.keys()].filter((id) => !versions.has(id));
    for (const id of [...changed, ...gone]) await this.update(id);
  }

  private knows(id: string, version: number): boolean {
    return this.connections.get(id)?.version === version || this.unusable.get(id) === version;
  }

  private async update(id: string): Promise<void> {
    const row = await this.store.find(id);
    if (row === null) this.forget(id);
    else {
      try {
        const opened = this.store.open(row);
        registerSecrets(opened, this.secrets);
        this.forget(id);
        this.connections.set(id, opened.connection);
      } catch (error) {
        this.setAside(id);
        this.unusable.set(id, Number(row.version));
        this.logger.error({ err: error, connection: id }, 'connection cannot be used');
      }
    }
    for (const listener of this.listeners) listener(id);
  }

  private forget(id: string): void {
    for (const map of [this.connections, this.lastKnown, this.unusable]) map.delete(id);
  }

  private setAside(id: string): void {
    const last = this.connections.get(id);
    if (last !== undefined) this.lastKnown.set(id, last);
    this.connections.delete(id);
  }
}
