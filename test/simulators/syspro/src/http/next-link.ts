import type { Query } from '../odata/query-options.js';
import type { Exchange } from './exchange.js';

const REPLACED = ['$skip', '$skiptoken', '$top'];

/** The request again, its position replaced by a token and $top lowered by the rows already sent. */
export function nextLink(origin: string, exchange: Exchange, query: Query, token: string): string {
  const path = (exchange.request.url ?? '').split('?')[0] ?? '';
  const kept = exchange.parsed.queryString.split('&').filter((part) => {
    const name = decodeURIComponent(part.split('=')[0] ?? '');
    return part !== '' && !REPLACED.includes(name);
  });
  const top = query.top === undefined ? [] : [`$top=${query.top - exchange.rows}`];
  return `${origin}${path}?${[...kept, ...top, `$skiptoken=${token}`].join('&')}`;
}
