/** What the sandbox's site sells: one monthly plan a currency, and the tax it charges at home. */
export const PLANS = { USD: 'standard-USD', EUR: 'standard-EUR', ZAR: 'standard-ZAR', JPY: 'standard-JPY' } as const;

const PRICES: Readonly<Record<keyof typeof PLANS, number>> = { USD: 9_900, EUR: 8_900, ZAR: 180_000, JPY: 14_800 };

export const CATALOGUE = {
  itemPrices: Object.entries(PLANS).map(([currency, id]) => ({
    id,
    name: `Standard ${currency}`,
    itemType: 'plan',
    price: PRICES[currency as keyof typeof PLANS],
    currency,
  })),
  taxes: [{ name: 'Sales tax', rate: 8.25, countries: ['US'] }],
};
