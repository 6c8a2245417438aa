import type { Clock } from './clock.js';

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

/** Time that moves from one timer to the next, only when told to; `lateMs` is how much later than asked a sleeper wakes. */
export class SteppedClock implements Clock {
  private time = 1_000_000;
  private readonly timers = new Set<Timer>();

  constructor(private readonly lateMs = 0) {}

  now(): number {
    return this.time;
  }

  get sleepers(): number {
    return this.timers.size;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.timers.delete(timer);
        reject(signal?.reason as Error);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const timer: Timer = { at: this.time + ms + this.lateMs, wake };
      this.timers.add(timer);
      signal?.addEventListener('abort', abort);
    });
  }

  /** Lets everything happen that is due within the next milliseconds. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await settled();
    for (let timer = this.earliest(end); timer !== undefined; timer = this.earliest(end)) {
      this.timers.delete(timer);
      this.time = Math.max(this.time, timer.at);
      timer.wake();
      await settled();
    }
    this.time = end;
  }

  private earliest(end: number): Timer | undefined {
    const [first] = [...this.timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
    return first;
  }
}

/** Everything that follows without time passing has happened. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
