import { Injectable } from '@nestjs/common';
import type { HeldConnection } from '@ledgerbridge/connections';
import { ShutdownSequence } from '@ledgerbridge/service';
import { ChargebeeError } from './chargebee.errors.js';
import { ChargebeeSession } from './chargebee-session.js';
import type { ChargebeeSettings } from './connection-settings.js';

interface Held {
  readonly tenure: string;
  readonly session: ChargebeeSession;
}

/**
 * One session per connection and tenure: a new lease or a changed connection starts with an empty bucket and new sockets,
 * and the one before it makes no more calls. A pause the site asked for goes on.
 */
@Injectable()
export class ChargebeeSessions {
  private readonly sessions = new Map<string, Held>();

  constructor(shutdown: ShutdownSequence) {
    shutdown.on('clients', 'chargebee', () => this.close());
  }

  /**
   * A holder whose time is over must not take the session back from the one after it.
   * @throws ChargebeeError LEASE_LOST
   */
  of({ connection, lease, signal }: HeldConnection<ChargebeeSettings>): ChargebeeSession {
    const tenure = `${lease.epoch}/${connection.version}`;
    const known = this.sessions.get(connection.id);
    if (known?.tenure === tenure) return known.session;
    if (signal.aborted) {
      throw new ChargebeeError('LEASE_LOST', 'the connection was given back; nothing was sent', {
        method: 'GET',
        path: '',
      });
    }
    void known?.session.close();
    const session = new ChargebeeSession(connection.settings, { predecessor: known?.session });
    this.sessions.set(connection.id, { tenure, session });
    return session;
  }

  private async close(): Promise<void> {
    await Promise.all([...this.sessions.values()].map(({ session }) => session.close()));
    this.sessions.clear();
  }
}
