import { Company } from '../tables/company.js';
import { LayeredTable } from '../tables/layered-table.js';
import { MemoryTable } from '../tables/memory-table.js';
import type { TableDefinition } from '../tables/column.js';
import type { Row } from '../tables/row.js';
import { rowversion } from '../tables/rowversion.js';
import {
  AR_CUSTOMER,
  AR_INVOICE,
  AR_INVOICE_PAY,
  AR_TRN_DETAIL,
  AR_TRN_SUMMARY,
  INV_MASTER,
  TBL_AR_TERMS,
  TBL_CURRENCY,
  WITHHELD,
} from '../tables/schema.js';
import type { ColumnBounds, ScanBounds, Table } from '../tables/table.js';
import { currencyRows, STOCK, stockRows, termsRows } from '../seed/catalogue.js';
import { ordinaryCustomer, type CustomerSeed } from '../seed/customers.js';
import { detailRows, invoiceRow, summaryRows } from '../seed/document-rows.js';
import type { DocumentSpec, MoneySemantics } from '../seed/document-spec.js';
import { documentFor } from '../seed/documents.js';
import { Random } from '../seed/random.js';
import { CellFinder, type GridOrder } from './cells.js';
import { DocumentGrid, type Cell, type GeneratedOptions } from './document-grid.js';
import { GeneratedSource } from './generated-source.js';
import { rangeWithin } from './ranges.js';

const KEPT_CUSTOMERS = 5000;
const VERSION = rowversion(1000n);
const stamped = (row: Row): Row => Object.assign(row, { TimeStamp: VERSION });

/** A company of any size whose rows exist only while a request reads them. */
class GeneratedCompany {
  private readonly grid: DocumentGrid;
  private readonly recent = new Map<number, CustomerSeed>();

  constructor(
    options: GeneratedOptions,
    private readonly semantics: MoneySemantics,
  ) {
    this.grid = new DocumentGrid(options);
  }

  tables(): Table[] {
    const { documents, lines } = this.grid;
    return [
      this.customers(),
      this.documents(AR_INVOICE, 'customer', documents, (document) => [invoiceRow(document, this.semantics)]),
      this.documents(AR_TRN_SUMMARY, 'time', documents, (document) => summaryRows(document, this.semantics)),
      this.documents(AR_TRN_DETAIL, 'time', documents * lines, (document) => detailRows(document, this.semantics)),
      new MemoryTable(AR_INVOICE_PAY),
      new MemoryTable(INV_MASTER, stockRows().map(stamped)),
      new MemoryTable(TBL_AR_TERMS, termsRows().map(stamped)),
      new MemoryTable(TBL_CURRENCY, currencyRows().map(stamped)),
      new MemoryTable(WITHHELD),
    ];
  }

  private customer(index: number): CustomerSeed {
    const kept = this.recent.get(index);
    if (kept !== undefined) return kept;
    const id = this.grid.customerId(index);
    const made = ordinaryCustomer(index, new Random(index + 1));
    const customer = { ...made, id, row: { ...made.row, Customer: id } };
    if (this.recent.size >= KEPT_CUSTOMERS) this.recent.clear();
    this.recent.set(index, customer);
    return customer;
  }

  private customers(): Table {
    const { grid } = this;
    function* indexes({ from, columns }: ScanBounds): Iterable<number> {
      for (const column of AR_CUSTOMER.key) {
        const within = (bounds: ColumnBounds | undefined) =>
          rangeWithin(grid.customers, column, bounds, (at) => grid.customerId(at));
        const own = within(columns.get(column.name));
        const start = within({ low: from?.[0] ?? undefined });
        for (let index = Math.max(own.first, start.first); index < own.end; index++) yield index;
      }
    }
    const rows = (index: number) => [stamped({ ...this.customer(index).row })];
    return new LayeredTable(new GeneratedSource(AR_CUSTOMER, grid.customers, indexes, rows));
  }

  private documents(
    definition: TableDefinition,
    order: GridOrder,
    size: number,
    make: (document: DocumentSpec) => readonly Row[],
  ): Table {
    const finder = new CellFinder(this.grid, definition, order);
    const rows = (cell: Cell) => make(this.document(cell)).map(stamped);
    return new LayeredTable(new GeneratedSource(definition, size, (bounds) => finder.cells(bounds), rows));
  }

  private document(cell: Cell): DocumentSpec {
    const { grid } = this;
    const customer = this.customer(cell.customer);
    const time = grid.byTime(cell);
    const lines = Array.from({ length: grid.lines }, (_, index) => {
      const item = STOCK[(time * 7 + index) % STOCK.length];
      const quantity = 1 + ((time + index) % 9);
      const gross = (item?.price ?? 1000n) * BigInt(quantity);
      return {
        type: '1' as const,
        stockCode: item?.stockCode ?? '',
        quantity,
        gross,
        discount: 0n,
        taxCode: 'A' as const,
      };
    });
    const document = documentFor(customer, grid.date(cell.turn), grid.invoiceNumber(cell), grid.documentType(cell));
    return {
      ...document,
      period: grid.period(cell.turn),
      lines,
      invoiceDiscount: time % 10 === 3 ? 500n : 0n,
      paidPercent: time % 3 === 0 ? 100 : 0,
    };
  }
}

/** A company of `options.invoices` documents in memory that does not grow with their number. It has no traps. */
export function generatedCompany(id: string, options: GeneratedOptions, semantics: MoneySemantics): Company {
  return new Company(id, new GeneratedCompany(options, semantics).tables(), 2000n);
}
