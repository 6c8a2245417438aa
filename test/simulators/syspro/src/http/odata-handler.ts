import type { IncomingMessage } from 'node:http';
import { metadataDocument, serviceDocument } from '../odata/metadata.js';
import { ODataError } from '../odata/odata-error.js';
import { parseQuery, type Query } from '../odata/query-options.js';
import { rowWriter } from '../odata/row-writer.js';
import { runQuery, type QueryResult } from '../odata/run-query.js';
import type { Switches } from '../switches.js';
import type { Company } from '../tables/company.js';
import { SERVED_TABLES } from '../tables/schema.js';
import type { Table } from '../tables/table.js';
import { authenticate, type Operator } from './basic-auth.js';
import type { Exchange } from './exchange.js';
import { nextLink } from './next-link.js';
import { sendODataError, sendStatusPage, sendText, streamJson, truncateJson } from './reply.js';
import { SERVICE_ROOT } from './service-request.js';

export interface ODataService {
  company: Company;
  operators: readonly Operator[];
  switches(): Switches;
}

/** Answers one request as the service would, in the order IIS and the service look at it. */
export class ODataHandler {
  constructor(private readonly service: ODataService) {}

  async handle(exchange: Exchange): Promise<void> {
    const { request, response, parsed } = exchange;
    const switches = this.service.switches();
    const tooLong = this.lengthRefusal(request.url ?? '', parsed.queryString, switches);
    if (tooLong !== undefined) return sendStatusPage(response, tooLong);
    const operator = authenticate(request.headers.authorization, this.service.operators);
    if (operator === undefined) return sendStatusPage(response, '401', challenge());
    exchange.operator = operator.username;
    if (request.method !== 'GET') {
      response.setHeader('Allow', 'GET');
      return sendODataError(response, new ODataError(405, 'The requested resource does not support this http method.'));
    }
    try {
      await this.answer(exchange, operator, switches);
    } catch (error) {
      if (!(error instanceof ODataError)) throw error;
      sendODataError(response, error);
    }
  }

  private async answer(exchange: Exchange, operator: Operator, switches: Switches): Promise<void> {
    const { response, parsed } = exchange;
    if (parsed.company !== this.service.company.id) throw notFound(exchange.request.url ?? '');
    const root = `${origin(exchange.request)}${SERVICE_ROOT}/${parsed.company}`;
    if (parsed.entity === undefined) {
      return sendText(response, 'application/json; odata.metadata=minimal', serviceDocument(root, SERVED_TABLES));
    }
    if (parsed.entity === '$metadata') return sendText(response, 'application/xml', metadataDocument(SERVED_TABLES));
    const table = this.findTable(exchange, operator);
    const query = parseQuery(parsed.queryString, table.definition, switches);
    const result = runQuery(table, query, {
      rowCap: switches.rowCap,
      collation: switches.collation,
      ...(switches.unstableOrder ? { shuffle: exchange.number } : {}),
    });
    const pieces = this.pieces(exchange, root, table, query, result, switches);
    await (exchange.truncated ? truncateJson(response, pieces) : streamJson(response, pieces));
  }

  private findTable({ parsed, request }: Exchange, operator: Operator): Table {
    const served = SERVED_TABLES.some(({ name }) => name === parsed.entity);
    const table = served ? this.service.company.find(parsed.entity ?? '') : undefined;
    if (table === undefined) throw notFound(request.url ?? '');
    if (operator.tables?.includes(table.definition.name) ?? true) return table;
    throw new ODataError(403, `The SELECT permission was denied on the object '${table.definition.name}'.`);
  }

  private *pieces(
    exchange: Exchange,
    root: string,
    table: Table,
    query: Query,
    result: QueryResult,
    switches: Switches,
  ): Iterable<string> {
    const { name, columns } = table.definition;
    const selected = query.select === undefined ? '' : `(${query.select.map((column) => column.name).join(',')})`;
    const count = result.count === undefined ? '' : `,"@odata.count":${result.count}`;
    yield `{"@odata.context":${JSON.stringify(`${root}/$metadata#${name}${selected}`)}${count},"value":[`;
    const write = rowWriter(query.select ?? columns, switches);
    for (const row of result.rows) {
      yield `${exchange.rows === 0 ? '' : ','}${write(row)}`;
      exchange.rows += 1;
    }
    const token = switches.nextLink ? result.nextToken() : undefined;
    const base = switches.nextLinkOrigin || origin(exchange.request);
    yield token === undefined ? ']}' : `],"@odata.nextLink":${JSON.stringify(nextLink(base, exchange, query, token))}}`;
  }

  private lengthRefusal(url: string, queryString: string, switches: Switches): string | undefined {
    if (switches.maxQueryString > 0 && queryString.length > switches.maxQueryString) return '404.15';
    return switches.maxUrl > 0 && url.length > switches.maxUrl ? '404.14' : undefined;
  }
}

export const challenge = (): Record<string, string> => ({ 'WWW-Authenticate': 'Basic realm="SYSPRO OData"' });

const origin = (request: IncomingMessage): string => `http://${request.headers.host ?? 'localhost'}`;

const notFound = (url: string): ODataError =>
  new ODataError(404, `No HTTP resource was found that matches the request URI '${url.split('?')[0]}'.`);
