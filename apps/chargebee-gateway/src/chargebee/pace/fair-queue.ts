interface Lane<Item> {
  readonly items: Item[];
  /** What one turn costs: the larger the share, the less. */
  readonly cost: number;
  /** When the lane's next turn is due, in turns rather than in time. */
  due: number;
}

/**
 * Lines of waiting items that share turns: as long as several have something to do, each gets turns by its share; what
 * one does not use goes to the others at once, and nobody saves up turns while having nothing to do.
 */
export class FairQueue<Name extends string, Item> {
  private readonly lanes: ReadonlyMap<Name, Lane<Item>>;

  constructor(shares: Readonly<Record<Name, number>>) {
    const entries = Object.entries(shares) as [Name, number][];
    this.lanes = new Map(entries.map(([name, share]) => [name, { items: [], cost: 1 / share, due: 0 }]));
  }

  get isEmpty(): boolean {
    return [...this.lanes.values()].every(({ items }) => items.length === 0);
  }

  add(name: Name, item: Item): void {
    this.lanes.get(name)?.items.push(item);
  }

  /** False when it is not waiting any more. */
  remove(name: Name, item: Item): boolean {
    const items = this.lanes.get(name)?.items ?? [];
    const position = items.indexOf(item);
    if (position >= 0) items.splice(position, 1);
    return position >= 0;
  }

  hasAny(isReady: (item: Item) => boolean): boolean {
    return [...this.lanes.values()].some(({ items }) => items.some(isReady));
  }

  /** Takes out whose turn it is among those that are ready. */
  next(isReady: (item: Item) => boolean): Item | undefined {
    const lanes = [...this.lanes.values()];
    const ready = lanes.filter(({ items }) => items.some(isReady)).sort((a, b) => a.due - b.due);
    const [lane] = ready;
    if (lane === undefined) return undefined;
    const now = lane.due;
    lane.due += lane.cost;
    for (const other of lanes) if (!ready.includes(other)) other.due = Math.max(other.due, now);
    const [item] = lane.items.splice(lane.items.findIndex(isReady), 1);
    return item;
  }

  /** Takes everything out. */
  clear(): Item[] {
    return [...this.lanes.values()].flatMap(({ items }) => items.splice(0));
  }
}
