import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Direction, Fault } from './fault-rule.js';

export interface ExchangeFaults {
  /** The faults of an exchange that begins, or whose faults have changed. */
  decide(): readonly Fault[];
  /** In [0, 1). */
  random(): number;
  met(name: Fault['kind'] | 'exchanges'): void;
}

/** Bytes seen of the exchange under way, and what it meets. */
interface Exchange {
  faults: readonly Fault[];
  readonly passed: Record<Direction, number>;
  /** Faults that have been counted. */
  readonly met: Set<Fault>;
}

/** One client's connection through the proxy. */
export class ProxiedConnection {
  readonly ended: Promise<void>;
  private readonly server: Socket;
  private exchange: Exchange | undefined;
  private changed = Promise.withResolvers<void>();
  private broken = false;

  constructor(
    private readonly client: Socket,
    target: { readonly host: string; readonly port: number },
    private readonly faults: ExchangeFaults,
  ) {
    this.server = connect({ ...target, allowHalfOpen: true, noDelay: true });
    this.ended = Promise.all([
      closeOf(client),
      closeOf(this.server),
      this.pump(client, this.server, 'request'),
      this.pump(this.server, client, 'answer'),
    ]).then(() => undefined);
  }

  faultsChanged(): void {
    if (this.exchange !== undefined) this.exchange.faults = this.faults.decide();
    this.changed.resolve();
    this.changed = Promise.withResolvers<void>();
  }

  /** RST to both ends. */
  async break(): Promise<void> {
    this.broken = true;
    for (const socket of [this.client, this.server]) reset(socket);
    this.changed.resolve();
    await this.ended;
  }

  private async pump(from: Socket, to: Socket, direction: Direction): Promise<void> {
    try {
      for await (const chunk of from) await this.forward(chunk as Buffer, to, direction);
      if (!to.destroyed) to.end();
    } catch {
      // an end that broke its side finds the other broken too, as without a proxy
      void this.break();
    }
  }

  private async forward(chunk: Buffer, to: Socket, direction: Direction): Promise<void> {
    const exchange = this.exchangeOf(direction);
    await this.holdBack(exchange, direction);
    if (this.broken || to.destroyed) return;
    const allowed = this.allowance(exchange, direction);
    const passing = chunk.subarray(0, allowed);
    exchange.passed[direction] += passing.length;
    if (passing.length > 0 && !to.write(passing)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
    if (allowed < chunk.length) await this.cutOff(exchange, direction);
  }

  /** A client that speaks after an answer begins a new exchange. */
  private exchangeOf(direction: Direction): Exchange {
    const current = this.exchange;
    if (current !== undefined && (direction === 'answer' || current.passed.answer === 0)) return current;
    this.faults.met('exchanges');
    return (this.exchange = { faults: this.faults.decide(), passed: { request: 0, answer: 0 }, met: new Set() });
  }

  private async holdBack(exchange: Exchange, direction: Direction): Promise<void> {
    const touches = (fault: Fault): boolean => !('direction' in fault) || (fault.direction ?? direction) === direction;
    for (const fault of exchange.faults) {
      if (fault.kind !== 'latency' || !touches(fault)) continue;
      this.meet(exchange, fault);
      await delay(fault.ms + this.faults.random() * (fault.jitterMs ?? 0));
    }
    for (;;) {
      const hang = exchange.faults.find((fault) => fault.kind === 'hang' && touches(fault));
      if (hang === undefined || this.broken || this.client.destroyed) return;
      this.meet(exchange, hang);
      await Promise.race([this.changed.promise, once(this.client, 'close')]);
    }
  }

  /** How many bytes more may pass in this direction. */
  private allowance(exchange: Exchange, direction: Direction): number {
    const limits = exchange.faults.map((fault) => {
      if (direction === 'request') return fault.kind === 'reset' ? (fault.afterBytes ?? 0) : Infinity;
      if (fault.kind === 'reset-after-apply') return 0;
      return fault.kind === 'truncate' ? fault.bytes : Infinity;
    });
    return Math.max(0, Math.min(...limits, Infinity) - exchange.passed[direction]);
  }

  private async cutOff(exchange: Exchange, direction: Direction): Promise<void> {
    const kinds: readonly Fault['kind'][] = direction === 'request' ? ['reset'] : ['reset-after-apply', 'truncate'];
    const fault = exchange.faults.find(({ kind }) => kinds.includes(kind));
    if (fault !== undefined) this.meet(exchange, fault);
    if (fault?.kind === 'truncate') {
      this.client.destroySoon();
      this.server.destroy();
    } else {
      void this.break();
    }
  }

  private meet(exchange: Exchange, fault: Fault): void {
    if (exchange.met.has(fault)) return;
    exchange.met.add(fault);
    this.faults.met(fault.kind);
  }
}

/** At once, also while data is still to be written: `resetAndDestroy` alone would wait for that. */
function reset(socket: Socket): void {
  if (socket.destroyed) return;
  socket.resetAndDestroy();
  socket.destroy();
}

function closeOf(socket: Socket): Promise<unknown> {
  // an error is followed by close, and the pump sees it
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.once('close', resolve));
}
