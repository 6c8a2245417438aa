import { pause } from './pause.js';

/** Lets one waiter sleep until it is nudged; a nudge while nobody waits is kept for the next wait. */
export class Wake {
  private nudged = new AbortController();

  nudge(): void {
    this.nudged.abort();
  }

  /** Resolves at a nudge, after `timeoutMs`, or when `signal` aborts. */
  async wait(timeoutMs: number, signal: AbortSignal): Promise<void> {
    await pause(timeoutMs, AbortSignal.any([signal, this.nudged.signal]));
    if (this.nudged.signal.aborted) this.nudged = new AbortController();
  }
}
