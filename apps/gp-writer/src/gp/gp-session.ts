import type { HeldConnection } from '@ledgerbridge/connections';
import { withCallSignal } from '@ledgerbridge/eventing';
import { CallTurns } from './call-turns.js';
import type { GpSettings } from './connection-settings.js';
import { GpError } from './gp.errors.js';
import { SoapGpGateway } from './soap/soap-gp.gateway.js';
import { HttpSoapTransport } from './transport/http-soap.transport.js';
import type { SoapTransport } from './transport/soap-transport.port.js';

const SECOND = 1000;
/** A call with less time than this would only be cut off. */
const SHORTEST_CALL_MS = SECOND;

type Held = HeldConnection<GpSettings>;

/** Everything one holder of a company shares: sockets, turns, and the policies it was told. */
export class GpSession {
  readonly gateway: SoapGpGateway;
  private readonly turns: CallTurns;
  private readonly settings: GpSettings;
  private readonly requestMs: number;
  private readonly ending: AbortSignal;

  constructor(
    held: Held,
    private readonly transport: SoapTransport = new HttpSoapTransport(held.connection.settings),
  ) {
    this.settings = held.connection.settings;
    this.turns = new CallTurns(this.settings.maxConcurrent);
    this.requestMs = this.settings.timeouts.requestSeconds * SECOND;
    // whichever call comes first: all of a tenure end with the same signal and the same lease
    this.ending = held.ending ?? held.signal;
    const tenure = { ...held, signal: this.ending };
    this.gateway = this.gatewayWith((operation, call) =>
      withCallSignal(tenure, (inCall) => this.inTurn(inCall, operation, call)),
    );
  }

  /** No other call may begin. */
  get hasEnded(): boolean {
    return this.ending.aborted;
  }

  /** One that knows nothing yet, and whose calls end with `held`: for a test of the connection. */
  freshGateway(held: Held): SoapGpGateway {
    return this.gatewayWith((operation, call) => this.inTurn(held, operation, call));
  }

  /** What waits for its turn is given up, what is under way is waited for. */
  async close(): Promise<void> {
    this.turns.close();
    await this.transport.close();
  }

  private gatewayWith(guard: ConstructorParameters<typeof SoapGpGateway>[0]['guard']): SoapGpGateway {
    return new SoapGpGateway({ transport: this.transport, settings: this.settings, guard });
  }

  /** A call ends with its time or with the lease, which goes on being renewed while it lasts. */
  private async inTurn<T>(held: Held, operation: string, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const ending = AbortSignal.any([held.signal, held.ending ?? held.signal]);
    const leave = await this.turns.take(ending).catch((cause: unknown) => {
      throw new GpError('LEASE_LOST', 'the connection was given back before the turn came', { operation }, cause);
    });
    try {
      if (held.lease.remainingMs() < SHORTEST_CALL_MS) {
        throw new GpError('LEASE_LOST', 'the lease ends too soon for another call', { operation });
      }
      return await call(AbortSignal.any([AbortSignal.timeout(this.requestMs), held.signal]));
    } finally {
      leave();
    }
  }
}
