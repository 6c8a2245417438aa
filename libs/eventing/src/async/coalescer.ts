interface Pending<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does together what is asked for at the same time: one group at a time, and what is asked for meanwhile makes the
 * next group. Under load a round trip or a commit then serves as many callers as there are; alone nobody waits.
 */
export class Coalescer<Item, Result> {
  private waiting: Pending<Item, Result>[] = [];
  private busy = false;

  /** @param work answers one result per item, in order */
  constructor(private readonly work: (items: readonly Item[]) => Promise<readonly Result[]>) {}

  submit(item: Item): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.busy) return;
      this.busy = true;
      setImmediate(() => void this.drain());
    });
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const group = this.waiting;
      this.waiting = [];
      await this.settle(group);
      // those just answered may ask again at once: let them into the next group
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.busy = false;
  }

  private async settle(group: readonly Pending<Item, Result>[]): Promise<void> {
    try {
      const results = await this.work(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      await this.settleEach(group, error);
    }
  }

  /** One bad item must not fail the others. */
  private async settleEach(group: readonly Pending<Item, Result>[], error: unknown): Promise<void> {
    if (group.length === 1) return group[0]?.reject(error);
    for (const pending of group) await this.settle([pending]);
  }
}
