/** Amounts of a document, all in minor units. */
export interface TotalParts {
  lines: readonly number[];
  discounts: readonly number[];
  taxes: readonly number[];
  roundOff: number;
  priceType: 'tax_exclusive' | 'tax_inclusive';
}

/** What a document's total must be: lines − discounts + taxes + rounding; taxes are within the lines when prices include them. */
export function totalOf(parts: TotalParts): number {
  const taxes = parts.priceType === 'tax_inclusive' ? 0 : sum(parts.taxes);
  return sum(parts.lines) - sum(parts.discounts) + taxes + parts.roundOff;
}

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
