import { referenceNotFound } from '../../errors/param-errors.js';
import type { SiteOptions } from '../../site/site-options.js';

/** One price of the site's catalogue. */
export interface ItemPrice {
  id: string;
  name?: string;
  itemType?: 'plan' | 'addon' | 'charge';
  /** Minor units. */
  price?: number;
  currency?: string;
  period?: number;
  periodUnit?: 'day' | 'week' | 'month' | 'year';
  taxable?: boolean;
}

/** Ids of the catalogue; a bare id is a monthly plan of 10.00. */
export function itemPriceIds({ itemPrices = [] }: Pick<SiteOptions, 'itemPrices'>): string[] {
  return itemPrices.map((price) => (typeof price === 'string' ? price : price.id));
}

/** @throws ApiError 404 naming the parameter for a price the site does not have */
export function itemPriceOf(site: SiteOptions, id: string, param: string): Required<ItemPrice> {
  const found = (site.itemPrices ?? []).find((price) => (typeof price === 'string' ? price : price.id) === id);
  if (found === undefined) throw referenceNotFound(param, id);
  const given = typeof found === 'string' ? { id: found } : found;
  return {
    name: given.id,
    itemType: 'plan',
    price: 1_000,
    currency: site.currencies[0] as string,
    period: 1,
    periodUnit: 'month',
    taxable: true,
    ...given,
  };
}
