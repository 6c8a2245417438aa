import type { DeliveryEntity } from '../database/delivery.entity.js';

/** Deliveries of one customer, worked on one after the other. */
export interface Lane {
  readonly key: string;
  readonly deliveries: DeliveryEntity[];
}

/** Loaded lanes: those at work and those waiting for a place. A customer has at most one lane. */
export class Lanes {
  private readonly waiting: Lane[] = [];
  private readonly working = new Map<string, Lane>();

  constructor(private readonly places: number) {}

  /** Customers that must not be loaded again now. */
  get keys(): string[] {
    return [...this.working.keys(), ...this.waiting.map((lane) => lane.key)];
  }

  /** Ids of all loaded deliveries. */
  get ids(): string[] {
    return [...this.working.values(), ...this.waiting].flatMap((lane) => lane.deliveries.map(({ id }) => id));
  }

  get isHungry(): boolean {
    return this.waiting.length < this.places;
  }

  get isEmpty(): boolean {
    return this.working.size === 0 && this.waiting.length === 0;
  }

  load(deliveries: readonly DeliveryEntity[]): void {
    const lanes = new Map<string, Lane>();
    for (const delivery of deliveries) {
      const lane = lanes.get(delivery.serialKey) ?? { key: delivery.serialKey, deliveries: [] };
      lanes.set(lane.key, lane);
      lane.deliveries.push(delivery);
    }
    this.waiting.push(...lanes.values());
  }

  /** The next lane to work on, when there is a place for it. */
  start(): Lane | undefined {
    if (this.working.size >= this.places) return undefined;
    const lane = this.waiting.shift();
    if (lane !== undefined) this.working.set(lane.key, lane);
    return lane;
  }

  end(lane: Lane): void {
    this.working.delete(lane.key);
  }

  /** Forgets what has not begun; it is on record anyway. */
  clearWaiting(): void {
    this.waiting.length = 0;
  }
}
