import type { Trap } from '../processes/simulator-controls.js';

/** What the seed means to become of its odd rows. */
export class MeantBySeed {
  private readonly traps: ReadonlyMap<string, Trap>;

  constructor(traps: readonly Trap[]) {
    this.traps = new Map(traps.map((trap) => [recordOf(trap), trap]));
  }

  /** Whether a delivery is to end in this state, for this reason where the project fixes one. */
  isMeant(record: string, state: string, reason: string | undefined): boolean {
    const trap = this.traps.get(record);
    return trap?.delivery === state && (trap.reason === undefined || trap.reason === reason);
  }

  /** How a delivery is to end; undefined: like any other. */
  endOf(record: string): string | undefined {
    const trap = this.traps.get(record);
    return trap?.delivery === 'delivered' ? undefined : trap?.delivery;
  }

  isCarriedLater(record: string): boolean {
    // what belongs to a credit note is how it was applied
    return this.traps.get(record)?.outcome === 'carried-later' || /^payment\/.*~C~\d+$/.test(record);
  }
}

function recordOf({ entity, key }: Trap): string {
  if (entity === 'ArCustomer') return `customer/${key}`;
  if (entity === 'ArInvoicePay') return `payment/${key}`;
  return `${key.endsWith('~C') ? 'credit-note' : 'invoice'}/${key}`;
}
