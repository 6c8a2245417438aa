import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { FaultRules, type Fault, type FaultRule } from './fault-rule.js';
import { ProxiedConnection } from './proxied-connection.js';
import { seededRandom } from './seeded-random.js';

export interface FaultProxyOptions {
  /** The real server. */
  readonly host?: string;
  readonly port: number;
  /** Of the random that `probability` goes by; 1 when absent. */
  readonly seed?: number;
}

/** How often each fault was met; `exchanges` and `connections` count all. */
export type FaultCounts = Readonly<Record<Fault['kind'] | 'connections' | 'exchanges', number>>;

/**
 * A TCP proxy on 127.0.0.1 between a client and a server, with faults that are switched while it runs. An exchange
 * begins with the first bytes a client sends after an answer, so that kept-alive connections are told apart by request;
 * it knows nothing of HTTP, and takes pipelined requests for one.
 */
export class FaultProxy {
  private readonly random: () => number;
  private readonly connections = new Set<ProxiedConnection>();
  private readonly counts: Record<keyof FaultCounts, number> = {
    ...{ connections: 0, exchanges: 0 },
    ...{ latency: 0, hang: 0, reset: 0, 'reset-after-apply': 0, truncate: 0, 'reset-at-connect': 0, refuse: 0 },
  };
  private rules: FaultRules;
  private server: Server | undefined;

  private constructor(
    private readonly target: { readonly host: string; readonly port: number },
    seed: number,
    /** Where clients connect to. */
    readonly port: number,
  ) {
    this.random = seededRandom(seed);
    this.rules = new FaultRules([], this.random);
  }

  static async start({ host = '127.0.0.1', port, seed = 1 }: FaultProxyOptions): Promise<FaultProxy> {
    const server = await listen(0);
    const proxy = new FaultProxy({ host, port }, seed, (server.address() as AddressInfo).port);
    proxy.serve(server);
    return proxy;
  }

  /** Puts these faults in the place of those before, for exchanges under way too. */
  async set(...rules: readonly FaultRule[]): Promise<void> {
    this.rules = new FaultRules(rules, this.random);
    for (const connection of this.connections) connection.faultsChanged();
    if (this.rules.refuses) this.stopListening();
    else if (this.server === undefined) this.serve(await listen(this.port));
  }

  /** No faults any more. */
  clear(): Promise<void> {
    return this.set();
  }

  get counted(): FaultCounts {
    return { ...this.counts };
  }

  /** Connections open at this moment. */
  get open(): number {
    return this.connections.size;
  }

  /** Breaks every open connection and stops listening. */
  async close(): Promise<void> {
    this.stopListening();
    const ends = [...this.connections].map((connection) => connection.break());
    await Promise.all(ends);
  }

  private serve(server: Server): void {
    this.server = server;
    server.on('connection', (client) => this.accept(client));
  }

  private stopListening(): void {
    if (this.rules.refuses && this.server !== undefined) this.counts.refuse += 1;
    this.server?.close();
    this.server = undefined;
  }

  private accept(client: Socket): void {
    this.counts.connections += 1;
    if (this.rules.forConnection()) {
      this.counts['reset-at-connect'] += 1;
      client.resetAndDestroy();
      return;
    }
    const connection = new ProxiedConnection(client, this.target, {
      decide: () => this.rules.forExchange(),
      random: this.random,
      met: (name) => void (this.counts[name] += 1),
    });
    this.connections.add(connection);
    void connection.ended.then(() => this.connections.delete(connection));
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
