interface Place {
  readonly topic: string;
  readonly key: string;
}

/** After this time what was refused is offered again: a person may have removed the cause. */
const OFFER_AGAIN_MS = 5_000;

/** What Kafka refuses for good and holds back what follows it: keys, or topics that do not exist. */
export class RefusedMessages {
  private readonly byName = new Map<string, Place>();
  private readonly missing = new Set<string>();
  private offerAgainAt = 0;

  get isEmpty(): boolean {
    return this.byName.size === 0 && this.missing.size === 0;
  }

  get topics(): readonly string[] {
    return [...this.missing];
  }

  get keys(): readonly Place[] {
    return [...this.byName.values()];
  }

  holdsBack({ topic, key }: Place): boolean {
    return this.missing.has(topic) || this.byName.has(nameOf({ topic, key }));
  }

  addKey({ topic, key }: Place): void {
    this.schedule();
    this.byName.set(nameOf({ topic, key }), { topic, key });
  }

  addTopic(topic: string): void {
    this.schedule();
    this.missing.add(topic);
  }

  /** Forgets all once it is time to offer it again. */
  forgetDue(): void {
    if (performance.now() >= this.offerAgainAt) this.clear();
  }

  clear(): void {
    this.byName.clear();
    this.missing.clear();
  }

  private schedule(): void {
    if (this.isEmpty) this.offerAgainAt = performance.now() + OFFER_AGAIN_MS;
  }
}

function nameOf({ topic, key }: Place): string {
  return `${topic}\u0000${key}`;
}
