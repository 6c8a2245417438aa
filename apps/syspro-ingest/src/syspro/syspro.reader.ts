import type { Connection } from '@ledgerbridge/connections';
import { isBridgeError, stateDigest, type CalendarDate } from '@ledgerbridge/contracts';
import type { SysproSettings } from './connection-settings.js';
import { CreditLinksReader } from './credit-links.reader.js';
import { DocumentRowsReader } from './document-rows.reader.js';
import { InvoiceReader } from './invoice.reader.js';
import { dayLiteral, windowFilter, type DateLiteral, type InvoiceWindow } from './invoice-selection.js';
import { ItemTexts } from './item-texts.js';
import { KeyedRowsReader } from './keyed-rows.reader.js';
import type { CustomerOutcome, InvoiceOutcome, RawDocumentKey } from './mapped-row.js';
import { customerSourceId, mapCustomer } from './mapping/customer.mapper.js';
import { unreadableKey } from './mapping/document-key.js';
import { isRowRejected } from './mapping/rejection.js';
import { termsDays, type TermsDays } from './mapping/terms.mapper.js';
import { compare, type Expression } from './odata/expression.js';
import { keyBatches, type BatchLimits } from './odata/key-batches.js';
import { ODataClient } from './odata/odata.client.js';
import { ODataPager, rawKey, ROW_CAP, type Rows } from './odata/odata-pager.js';
import { AR_CUSTOMER, AR_INVOICE, codeTable, type CustomerRow, type SysproTable } from './odata/wire.js';

/** Nodes and characters left for the paging key that is added to a filter. */
const PAGING_NODES = 30;
const PAGING_CHARACTERS = 400;

export interface InvoicePage {
  readonly outcomes: readonly InvoiceOutcome[];
  /** Key to go on after, when the whole table is read. */
  readonly position: readonly string[];
}

/** One company's records, page by page; lives for one run. Everything it throws for SYSPRO is a SysproError. */
export class SysproReader {
  private readonly client: ODataClient;
  private readonly pager: ODataPager;
  private readonly rows: DocumentRowsReader;
  private readonly credits: CreditLinksReader;
  private readonly items: ItemTexts;
  private terms: TermsDays | undefined;
  private dateStyle: DateLiteral | undefined;

  constructor(
    private readonly connection: Pick<Connection<SysproSettings>, 'id' | 'settings'>,
    signal: AbortSignal,
    private readonly today: CalendarDate,
  ) {
    const { settings } = connection;
    this.client = new ODataClient(connection, signal);
    this.pager = new ODataPager(this.client, connection.id, settings.odata);
    const limits = (table: SysproTable): BatchLimits => this.limits(table);
    const keyed = new KeyedRowsReader(this.pager, limits);
    this.rows = new DocumentRowsReader(keyed);
    this.credits = new CreditLinksReader(keyed);
    this.items = new ItemTexts(this.pager, settings.mapping.items, limits);
  }

  close(): Promise<void> {
    return this.client.close();
  }

  /** Every customer. */
  async *customers(): AsyncGenerator<CustomerOutcome[], void, void> {
    const { poll, mapping } = this.connection.settings;
    const terms = await this.loadTerms();
    for await (const rows of this.pager.pages({ table: AR_CUSTOMER, pageSize: poll.pageSize })) {
      yield rows.map((row) => customerOutcome(row, (customer) => mapCustomer(customer, mapping, terms)));
    }
  }

  /** Every document, in key order, from after `position` on. */
  allInvoices(position: readonly string[] | undefined): AsyncGenerator<InvoicePage, void, void> {
    return this.invoicePages(undefined, true, position);
  }

  async *invoicesOf(window: InvoiceWindow): AsyncGenerator<InvoicePage, void, void> {
    const filter = windowFilter(window, await this.dateLiteral());
    yield* this.invoicePages(filter, filter === undefined, undefined);
  }

  /** These documents, those that are gone left out. */
  async *invoicesByKey(keys: readonly RawDocumentKey[]): AsyncGenerator<InvoicePage, void, void> {
    const wanted = new Set(keys.map(joinKey));
    const numbers = [...new Set(keys.map((key) => key.invoice))];
    for (const filter of keyBatches('Invoice', numbers, this.limits(AR_INVOICE))) {
      for await (const page of this.invoicePages(filter, false, undefined, wanted)) yield page;
    }
  }

  /** The style of date literal this service takes. @throws SysproError SYSPRO_QUERY_REFUSED when it takes none */
  async dateLiteral(): Promise<DateLiteral> {
    const { dateLiteral } = this.connection.settings.odata;
    this.dateStyle ??= dateLiteral === 'auto' ? await this.probeDateLiteral() : dateLiteral;
    return this.dateStyle;
  }

  private async *invoicePages(
    filter: Expression | undefined,
    isWholeRange: boolean,
    after: readonly string[] | undefined,
    wanted?: ReadonlySet<string>,
  ): AsyncGenerator<InvoicePage, void, void> {
    const { poll, mapping } = this.connection.settings;
    const reader = new InvoiceReader(this.rows, this.credits, this.items, {
      settings: mapping,
      terms: await this.loadTerms(),
      today: this.today,
    });
    const read = { table: AR_INVOICE, pageSize: poll.pageSize, ...(filter && { filter }), ...(after && { after }) };
    for await (const rows of this.pager.pages(read)) {
      const headers =
        wanted === undefined ? rows : rows.filter((row) => wanted.has(rawKey(row, AR_INVOICE).join('\u0000')));
      if (headers.length === 0) continue;
      yield { outcomes: await reader.outcomes(headers, isWholeRange), position: positionAfter(rows) };
    }
  }

  private async loadTerms(): Promise<TermsDays> {
    if (this.terms !== undefined) return this.terms;
    const { table, codeColumn, daysColumn, days } = this.connection.settings.mapping.terms;
    const found: [unknown, unknown][] = [];
    if (table !== '') {
      const read = { table: codeTable(table, codeColumn, daysColumn), pageSize: ROW_CAP };
      for await (const rows of this.pager.pages(read)) {
        for (const row of rows) found.push([row[codeColumn], row[daysColumn]]);
      }
    }
    this.terms = termsDays(found, days);
    return this.terms;
  }

  private async probeDateLiteral(): Promise<DateLiteral> {
    try {
      await this.probe('datetime');
      return 'datetime';
    } catch (error) {
      if (!isBridgeError(error) || error.code !== 'SYSPRO_QUERY_REFUSED') throw error;
      await this.probe('date');
      return 'date';
    }
  }

  private async probe(style: DateLiteral): Promise<void> {
    const filter = compare('InvoiceDate', 'ge', dayLiteral(this.today, style));
    await this.client.read({ table: AR_INVOICE.name, filter, select: ['Invoice'], top: 1 });
  }

  private limits(table: SysproTable): BatchLimits {
    const { maxFilterNodes, maxUrlLength, select } = this.connection.settings.odata;
    const rest = {
      table: table.name,
      orderBy: table.order,
      top: ROW_CAP,
      ...(select ? { select: table.columns } : {}),
    };
    return {
      maxNodes: maxFilterNodes - PAGING_NODES,
      fits: (filter) => this.client.urlLength({ ...rest, filter }) + PAGING_CHARACTERS <= maxUrlLength,
    };
  }
}

function customerOutcome(row: CustomerRow, map: (row: CustomerRow) => ReturnType<typeof mapCustomer>): CustomerOutcome {
  try {
    return { kind: 'customer', sourceId: customerSourceId(row), state: map(row) };
  } catch (error) {
    if (!isRowRejected(error)) throw error;
    const { field, shape, rule } = error;
    return { kind: 'rejected', sourceId: unreadableKey(row.Customer), field, shape, rule, digest: stateDigest(row) };
  }
}

function joinKey({ customer, invoice, documentType }: RawDocumentKey): string {
  return [customer, invoice, documentType].join('\u0000');
}

function positionAfter(rows: Rows): string[] {
  const last = rows.at(-1);
  return last === undefined ? [] : rawKey(last, AR_INVOICE);
}
