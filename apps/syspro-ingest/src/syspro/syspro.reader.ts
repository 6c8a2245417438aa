import type { Connection } from '@ledgerbridge/connections';
import { isBridgeError, stateDigest, type CalendarDate } from '@ledgerbridge/contracts';
import type { SysproSettings } from './connection-settings.js';
import { CreditLinksReader } from './credit-links.reader.js';
import { CreditNoteKind } from './credit-note.kind.js';
import { CreditedDocumentsReader } from './credited-documents.reader.js';
import type { DocumentKind, DocumentType } from './document-kind.js';
import { DocumentReader } from './document.reader.js';
import { DocumentRowsReader } from './document-rows.reader.js';
import { dayLiteral, type DateLiteral } from './document-selection.js';
import { InvoiceKind } from './invoice.kind.js';
import { ItemTexts } from './item-texts.js';
import { KeyedRowsReader } from './keyed-rows.reader.js';
import type { CustomerOutcome, WindowedType } from './mapped-row.js';
import { customerSourceId, mapCustomer } from './mapping/customer.mapper.js';
import { unreadableKey } from './mapping/document-key.js';
import { isRowRejected } from './mapping/rejection.js';
import { termsDays, type TermsDays } from './mapping/terms.mapper.js';
import { compare } from './odata/expression.js';
import type { BatchLimits } from './odata/key-batches.js';
import { ODataClient } from './odata/odata.client.js';
import { ODataPager, ROW_CAP } from './odata/odata-pager.js';
import { AR_CUSTOMER, AR_INVOICE, codeTable, type CustomerRow, type SysproTable } from './odata/wire.js';
import { PaymentReader } from './payment.reader.js';
import { RecordReader, type RowReader } from './record.reader.js';

/** Nodes and characters left for the paging key that is added to a filter. */
const PAGING_NODES = 30;
const PAGING_CHARACTERS = 400;

/** One company's records, page by page; lives for one run. Everything it throws for SYSPRO is a SysproError. */
export class SysproReader {
  private readonly client: ODataClient;
  private readonly pager: ODataPager;
  private readonly keyed: KeyedRowsReader;
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
    this.keyed = new KeyedRowsReader(this.pager, limits);
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

  invoices(): RecordReader<'invoice'> {
    return this.documents(new InvoiceKind(new CreditLinksReader(this.keyed)));
  }

  creditNotes(): RecordReader<'credit-note'> {
    return this.documents(new CreditNoteKind(new CreditedDocumentsReader(this.keyed)));
  }

  payments(): RecordReader<'payment'> {
    const { mapping } = this.connection.settings;
    return this.records(
      new PaymentReader(new DocumentRowsReader(this.keyed), { settings: mapping, today: this.today }),
    );
  }

  /** The style of date literal this service takes. @throws SysproError SYSPRO_QUERY_REFUSED when it takes none */
  async dateLiteral(): Promise<DateLiteral> {
    const { dateLiteral } = this.connection.settings.odata;
    this.dateStyle ??= dateLiteral === 'auto' ? await this.probeDateLiteral() : dateLiteral;
    return this.dateStyle;
  }

  private documents<T extends DocumentType>(kind: DocumentKind<T>): RecordReader<T> {
    const context = async () => ({
      settings: this.connection.settings.mapping,
      terms: await this.loadTerms(),
      today: this.today,
    });
    return this.records(new DocumentReader(kind, new DocumentRowsReader(this.keyed), this.items, context));
  }

  private records<T extends WindowedType>(reader: RowReader<T>): RecordReader<T> {
    return new RecordReader(this.pager, reader, {
      pageSize: this.connection.settings.poll.pageSize,
      limits: (table) => this.limits(table),
      dateLiteral: () => this.dateLiteral(),
    });
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
