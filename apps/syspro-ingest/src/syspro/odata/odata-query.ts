import type { Expression } from './expression.js';
import type { KeyColumn } from './wire.js';

/** One request for rows of one table. */
export interface ODataQuery {
  readonly table: string;
  readonly filter?: Expression;
  readonly orderBy?: readonly KeyColumn[];
  readonly select?: readonly string[];
  readonly top?: number;
  readonly skip?: number;
}

/** Path and query of a request, below the service's root, encoded. */
export function queryPath({ table, filter, orderBy, select, top, skip }: ODataQuery): string {
  const options = [
    ...(filter === undefined ? [] : [`$filter=${encode(filter.text)}`]),
    ...(orderBy === undefined ? [] : [`$orderby=${orderBy.map((column) => column.name).join(',')}`]),
    ...(select === undefined ? [] : [`$select=${select.join(',')}`]),
    ...(top === undefined ? [] : [`$top=${top}`]),
    ...(skip === undefined || skip === 0 ? [] : [`$skip=${skip}`]),
  ];
  const path = `/${encodeURIComponent(table)}`;
  return options.length === 0 ? path : `${path}?${options.join('&')}`;
}

/**
 * Commas and colons may stand unencoded in a query (RFC 3986); every character counts against the longest URL. Half a
 * surrogate pair has no encoding.
 */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%2C', ',').replaceAll('%3A', ':');
}
