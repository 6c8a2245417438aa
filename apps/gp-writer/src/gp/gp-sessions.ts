import { Injectable } from '@nestjs/common';
import type { HeldConnection } from '@ledgerbridge/connections';
import { ShutdownSequence } from '@ledgerbridge/service';
import type { GpSettings } from './connection-settings.js';
import type { GpGateway, GpGateways } from './gp-gateway.port.js';
import { GpError } from './gp.errors.js';
import { GpSession } from './gp-session.js';

interface Tenure {
  readonly name: string;
  readonly session: GpSession;
}

/**
 * One session per connection and tenure: a new lease or a changed connection starts with new sockets and asks for its
 * policies anew, and the one before it makes no more calls.
 */
@Injectable()
export class GpSessions implements GpGateways {
  private readonly tenures = new Map<string, Tenure>();

  constructor(shutdown: ShutdownSequence) {
    shutdown.on('clients', 'gp', () => this.close());
  }

  of(held: HeldConnection<GpSettings>): GpGateway {
    return this.session(held).gateway;
  }

  /**
   * A holder whose time is over must not take the session back from the one after it.
   * @throws GpError LEASE_LOST
   */
  session(held: HeldConnection<GpSettings>): GpSession {
    const { connection, lease } = held;
    const isOver = (held.ending ?? held.signal).aborted;
    const name = `${lease.epoch}/${connection.version}`;
    const known = this.tenures.get(connection.id);
    if (known?.name === name && (isOver || !known.session.hasEnded)) return known.session;
    if (isOver) {
      throw new GpError('LEASE_LOST', 'the connection was given back; nothing was sent', { operation: 'none' });
    }
    void known?.session.close();
    const session = new GpSession(held);
    this.tenures.set(connection.id, { name, session });
    return session;
  }

  private async close(): Promise<void> {
    await Promise.all([...this.tenures.values()].map(({ session }) => session.close()));
    this.tenures.clear();
  }
}
