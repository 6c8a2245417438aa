/** Sums of decimal strings per currency, exact: amounts are added as integers of hundred-thousandths. */
export class MoneyTotals {
  private readonly sums = new Map<string, bigint>();

  add(currency: string, amount: string | number): void {
    this.sums.set(currency, (this.sums.get(currency) ?? 0n) + toUnits(String(amount)));
  }

  minus(other: MoneyTotals): MoneyTotals {
    const difference = new MoneyTotals();
    for (const currency of new Set([...this.sums.keys(), ...other.sums.keys()])) {
      difference.sums.set(currency, (this.sums.get(currency) ?? 0n) - (other.sums.get(currency) ?? 0n));
    }
    return difference;
  }

  isZero(): boolean {
    return [...this.sums.values()].every((sum) => sum === 0n);
  }

  toJSON(): Record<string, string> {
    const entries = [...this.sums].sort(([left], [right]) => left.localeCompare(right));
    return Object.fromEntries(entries.map(([currency, sum]) => [currency, fromUnits(sum)]));
  }
}

const DIGITS = 5;

function toUnits(amount: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,5})0*)?$/.exec(amount);
  if (match === null) throw new RangeError(`not an amount: ${amount}`);
  const units = BigInt(match[2] + (match[3] ?? '').padEnd(DIGITS, '0'));
  return match[1] === '-' ? -units : units;
}

function fromUnits(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(DIGITS + 1, '0');
  const fraction = digits.slice(-DIGITS).replace(/0+$/, '').padEnd(2, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -DIGITS)}.${fraction}`;
}
