import { blank, wrongValue } from '../../errors/param-errors.js';
import type { SiteOptions } from '../../site/site-options.js';

/**
 * The currency of a document. On a site with several currencies it must be given.
 * @throws ApiError 400 on `currency_code`
 */
export function documentCurrency(given: string | null | undefined, site: SiteOptions, fallback?: string): string {
  if (fallback !== undefined) {
    if (given && given !== fallback) throw wrongValue('currency_code', `is not the currency of the invoice`);
    return fallback;
  }
  if (given) return given;
  if (site.currencies.length > 1) throw blank('currency_code');
  return site.currencies[0] as string;
}
