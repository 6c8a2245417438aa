export const REGIONS = ['us', 'eu', 'au'] as const;
export type Region = (typeof REGIONS)[number];

/**
 * Where each data centre answers. The region is part of the account and never changes; today it shows in the hosts of
 * the dashboards only, the API of every region answers under the site's name.
 * @see https://apidocs.chargebee.com/docs/api
 * @see https://www.chargebee.com/docs/billing/2.0/getting-started/data-centers
 */
const API_BY_REGION: Readonly<Record<Region, (site: string) => string>> = {
  us: (site) => `https://${site}.chargebee.com/api/v2`,
  eu: (site) => `https://${site}.chargebee.com/api/v2`,
  au: (site) => `https://${site}.chargebee.com/api/v2`,
};

export interface SiteAddress {
  readonly site: string;
  readonly region: Region;
  /** Overrides the table; includes `/api/v2`. */
  readonly baseUrl?: string;
}

/** The API's address, without a slash at its end. */
export function baseUrlOf({ site, region, baseUrl }: SiteAddress): string {
  return (baseUrl ?? API_BY_REGION[region](site)).replace(/\/+$/, '');
}

/**
 * `host[:port]` the API key is sent to; undefined while the address is not one. Plain HTTP always shows its port: a key
 * given for `https://` must not follow to `http://` of the same name.
 */
export function apiHostOf(address: SiteAddress): string | undefined {
  const text = baseUrlOf(address);
  if (!URL.canParse(text)) return undefined;
  const { protocol, host, port } = new URL(text);
  return protocol === 'http:' && port === '' ? `${host}:80` : host;
}
