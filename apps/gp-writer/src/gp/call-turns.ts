interface Waiter {
  readonly begin: () => void;
  readonly giveUp: (reason: Error) => void;
}

/** At most so many calls at a time, the others in the order they came. */
export class CallTurns {
  private readonly waiting = new Set<Waiter>();
  private underWay = 0;
  private closed: Error | undefined;

  constructor(private readonly most: number) {}

  /**
   * Resolves when the call may begin, with what is to be done when it has ended.
   * @throws the signal's reason when it aborts before, an Error when the turns are closed
   */
  take(signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (this.closed !== undefined) return reject(this.closed);
      if (signal.aborted) return reject(signal.reason as Error);
      const onAbort = (): void => waiter.giveUp(signal.reason as Error);
      const over = (): void => {
        this.waiting.delete(waiter);
        signal.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter = {
        begin: () => resolve((over(), this.begun())),
        giveUp: (reason) => reject((over(), reason)),
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.waiting.add(waiter);
      this.beginNext();
    });
  }

  /** Gives up what waits, and what comes later; calls under way end by themselves. */
  close(): void {
    this.closed = new Error('no more calls are made');
    for (const waiter of this.waiting) waiter.giveUp(this.closed);
  }

  private beginNext(): void {
    const [next] = this.waiting;
    if (next !== undefined && this.underWay < this.most) next.begin();
  }

  private begun(): () => void {
    this.underWay += 1;
    let isUnderWay = true;
    return () => {
      if (!isUnderWay) return;
      isUnderWay = false;
      this.underWay -= 1;
      this.beginNext();
    };
  }
}
