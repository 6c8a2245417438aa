import type { Column, TableDefinition } from '../tables/column.js';
import type { Value } from '../tables/row.js';
import type { Switches } from '../switches.js';
import { countNodes, type FilterNode } from './filter-ast.js';
import { parseFilter } from './filter-parser.js';
import { invalidQuery, ODataError } from './odata-error.js';
import { readSkipToken } from './skip-token.js';

export interface OrderBy {
  column: Column;
  descending: boolean;
}

/** A checked request for rows of one table. */
export interface Query {
  filter?: FilterNode;
  orderBy: readonly OrderBy[];
  select?: readonly Column[];
  top?: number;
  skip: number;
  /** Continue behind this key; only the service's own nextLinks carry it. */
  after?: readonly Value[];
  count: boolean;
}

const OPTIONS = ['$top', '$skip', '$orderby', '$select', '$filter', '$count', '$format', '$skiptoken'];
const NOT_IMPLEMENTED = ['$expand', '$search', '$apply', '$compute'];

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalidQuery('The query string is not properly encoded.');
  }
}

/** @throws ODataError 400 for an unknown or repeated option, 501 for one the service does not implement. */
function readOptions(queryString: string): Map<string, string> {
  const options = new Map<string, string>();
  for (const part of queryString.split('&').filter(Boolean)) {
    const split = part.indexOf('=');
    const name = decode(split < 0 ? part : part.slice(0, split));
    if (NOT_IMPLEMENTED.includes(name)) throw new ODataError(501, `Query option '${name}' is not implemented.`);
    if (!OPTIONS.includes(name)) throw invalidQuery(`The query parameter '${name}' is not supported.`);
    if (options.has(name)) throw invalidQuery(`Query option '${name}' was specified more than once.`);
    options.set(name, split < 0 ? '' : decode(part.slice(split + 1)));
  }
  return options;
}

function wholeNumber(options: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = options.get(name);
  if (text === undefined) return undefined;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  if (value === undefined) throw invalidQuery(`Invalid value '${text}' for ${name} query option found.`);
  return value;
}

function findColumn(table: TableDefinition, name: string): Column {
  const column = table.byName.get(name);
  if (column !== undefined) return column;
  throw invalidQuery(`Could not find a property named '${name}' on type 'SYSPRO.${table.name}'.`);
}

function readOrderBy(table: TableDefinition, text: string, most: number): OrderBy[] {
  const items = text.split(',').map((item) => {
    const [name = '', direction = 'asc', ...rest] = item.trim().split(/ +/);
    if ((direction !== 'asc' && direction !== 'desc') || rest.length > 0) {
      throw invalidQuery(`Syntax error in $orderby '${text}'.`);
    }
    const column = findColumn(table, name);
    if (column.kind === 'binary')
      throw invalidQuery(`The property '${name}' cannot be used in the $orderby query option.`);
    return { column, descending: direction === 'desc' };
  });
  if (most > 0 && items.length > most) throw invalidQuery(`The number of clauses in $orderby is limited to ${most}.`);
  return items;
}

function readSelect(table: TableDefinition, text: string | undefined): readonly Column[] | undefined {
  if (text === undefined || text === '*') return undefined;
  return text.split(',').map((name) => findColumn(table, name.trim()));
}

function readFilter(table: TableDefinition, text: string, switches: Switches): FilterNode {
  if (!switches.filterable) throw new ODataError(501, "Query option '$filter' is not implemented.");
  const filter = parseFilter(text, table, switches.dateLiterals);
  if (switches.maxFilterNodes > 0 && countNodes(filter) > switches.maxFilterNodes) {
    throw invalidQuery(`The node count limit of '${switches.maxFilterNodes}' has been exceeded.`);
  }
  return filter;
}

function readFlag(options: ReadonlyMap<string, string>): boolean {
  const text = options.get('$count') ?? 'false';
  if (text !== 'true' && text !== 'false') throw invalidQuery(`Invalid value '${text}' for $count query option found.`);
  return text === 'true';
}

/** @throws ODataError for everything the service refuses. */
export function parseQuery(queryString: string, table: TableDefinition, switches: Switches): Query {
  const options = readOptions(queryString);
  const format = options.get('$format');
  if (format !== undefined && format !== 'json' && !format.startsWith('application/json')) {
    throw new ODataError(415, `A supported MIME type could not be found that matches the $format '${format}'.`);
  }
  const filter = options.get('$filter');
  const orderBy = options.get('$orderby');
  const token = options.get('$skiptoken');
  return {
    ...(filter === undefined ? {} : { filter: readFilter(table, filter, switches) }),
    orderBy: orderBy === undefined ? [] : readOrderBy(table, orderBy, switches.maxOrderBy),
    select: readSelect(table, options.get('$select')),
    top: wholeNumber(options, '$top'),
    skip: wholeNumber(options, '$skip') ?? 0,
    ...(token === undefined ? {} : readSkipToken(token, table)),
    count: readFlag(options),
  };
}
