import { Injectable } from '@nestjs/common';
import { ReadinessChecks } from '@ledgerbridge/service';

/** A dispatcher looks around once a second; what a target does, or does not, never keeps it from that. */
const LIMIT_MS = 60_000;

/** How one held connection gets on, as far as it is up to us. */
export class ConnectionProgress {
  private roundAt = performance.now();
  private failingSince: number | undefined;

  /** It has looked around. */
  round(): void {
    this.roundAt = performance.now();
  }

  /** A delivery was taken as far as it goes now, or could not be for an error of our own. */
  worked(well: boolean): void {
    this.failingSince = well ? undefined : (this.failingSince ?? performance.now());
  }

  /** Nothing is due. */
  idle(): void {
    this.failingSince = undefined;
  }

  describe(limitMs: number): string | undefined {
    const now = performance.now();
    if (now - this.roundAt > limitMs) return `has not looked around for ${seconds(now - this.roundAt)}`;
    const failingMs = this.failingSince === undefined ? 0 : now - this.failingSince;
    return failingMs > limitMs ? `has got nothing done for ${seconds(failingMs)}, for errors of our own` : undefined;
  }
}

/** Which dispatchers of this process make no progress. Never says anything of a target: one that is down is no fault here. */
@Injectable()
export class DispatchProgress {
  private readonly held = new Map<string, ConnectionProgress>();

  constructor(readiness: ReadinessChecks) {
    readiness.add('deliveries', async () => {
      const detail = this.describe();
      return detail === undefined ? { ok: true } : { ok: false, detail };
    });
  }

  begin(connection: string): ConnectionProgress {
    const progress = new ConnectionProgress();
    this.held.set(connection, progress);
    return progress;
  }

  end(connection: string): void {
    this.held.delete(connection);
  }

  describe(limitMs = LIMIT_MS): string | undefined {
    const stuck = [...this.held].flatMap(([connection, progress]) => {
      const what = progress.describe(limitMs);
      return what === undefined ? [] : [`the dispatcher of ${connection} ${what}`];
    });
    return stuck.length === 0 ? undefined : stuck.join(', ');
  }
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
