import type { Change } from './change.js';
import { DEFAULT_DATA, type CompanyData, type CompanyOptions, type CurrencyOptions } from './company-options.js';
import { customerValue } from './customer-value.js';
import { normalId } from './ids.js';
import { DOCUMENT_KINDS, type DocumentKind, type StoredCustomer, type StoredDocument } from './stored.js';

type IdLists = Exclude<keyof CompanyData, 'currencies' | 'customers'>;

/** One company's data. Changes come in through `apply` only, after they were journaled. */
export class Company {
  private data: CompanyData;
  private readonly documents = new Map<string, StoredDocument>();
  private readonly customers = new Map<string, StoredCustomer>();
  /** Unposted documents by the id of their batch, whatever its origin. */
  private readonly batches = new Map<string, Map<string, StoredDocument>>();

  constructor(
    readonly options: CompanyOptions,
    private readonly clock: () => number,
  ) {
    this.data = DEFAULT_DATA;
    this.clear();
  }

  get id(): number {
    return this.options.id;
  }

  get functionalCurrency(): string {
    return normalId(this.options.functionalCurrency ?? this.data.currencies[0]?.code ?? 'USD');
  }

  currency(code: string): CurrencyOptions | undefined {
    return this.data.currencies.find((currency) => normalId(currency.code) === normalId(code));
  }

  /** Whether an id is set up; case does not count. */
  has(list: IdLists, id: string): boolean {
    return this.data[list].some((one) => normalId(one) === normalId(id));
  }

  first(list: IdLists): string {
    return this.data[list][0] ?? '';
  }

  document(kind: DocumentKind, id: string): StoredDocument | undefined {
    return this.documents.get(keyOf(kind, id));
  }

  /** Documents of that number, whatever their kind. */
  documentsNumbered(id: string): StoredDocument[] {
    return DOCUMENT_KINDS.map((kind) => this.document(kind, id)).filter((document) => document !== undefined);
  }

  /** All documents in order of creation. */
  allDocuments(): StoredDocument[] {
    return [...this.documents.values()];
  }

  /** Unposted documents in batches of this id, of either origin. */
  inBatch(id: string): StoredDocument[] {
    return [...(this.batches.get(id)?.values() ?? [])];
  }

  /** Ids of the batches that hold unposted documents. */
  batchIds(): string[] {
    return [...this.batches.keys()];
  }

  customer(id: string): StoredCustomer | undefined {
    return this.customers.get(normalId(id));
  }

  allCustomers(): StoredCustomer[] {
    return [...this.customers.values()];
  }

  /** Number of the next row. */
  nextRow(): number {
    return this.documents.size + this.customers.size + 1;
  }

  apply(change: Change): void {
    if (change.kind === 'document') this.keepDocument(change.value);
    if (change.kind === 'customer') this.customers.set(change.value.id, change.value);
    if (change.kind === 'company-data') this.extend(change.value);
  }

  /** Back to what the options say. */
  clear(): void {
    this.documents.clear();
    this.customers.clear();
    this.batches.clear();
    this.data = { ...DEFAULT_DATA, ...given(this.options) };
    this.addCustomers(this.data.customers);
  }

  private keepDocument(document: StoredDocument): void {
    const key = keyOf(document.kind, document.id);
    const batch = this.batches.get(document.batch.id) ?? new Map<string, StoredDocument>();
    if (document.state === 'Work') batch.set(key, document);
    else batch.delete(key);
    if (batch.size > 0) this.batches.set(document.batch.id, batch);
    else this.batches.delete(document.batch.id);
    this.documents.set(key, document);
  }

  private extend(added: Partial<CompanyData>): void {
    const codes = new Set((added.currencies ?? []).map(({ code }) => normalId(code)));
    const lists = Object.keys(DEFAULT_DATA) as (keyof CompanyData)[];
    const merged = lists.map((name) => [name, [...this.data[name], ...(added[name] ?? [])]]);
    const kept = this.data.currencies.filter(({ code }) => !codes.has(normalId(code)));
    this.data = {
      ...(Object.fromEntries(merged) as unknown as CompanyData),
      currencies: [...kept, ...(added.currencies ?? [])],
    };
    this.addCustomers(added.customers ?? []);
  }

  private addCustomers(customers: CompanyData['customers']): void {
    for (const customer of customers) {
      const id = normalId(customer.id);
      const createdAt = new Date(this.clock()).toISOString();
      const value = customerValue(customer, createdAt);
      this.customers.set(id, { id, createdAt, createdBy: 'sa', updates: 0, row: this.nextRow(), value });
    }
  }
}

function keyOf(kind: DocumentKind, id: string): string {
  return `${kind}/${normalId(id)}`;
}

function given(options: CompanyOptions): Partial<CompanyData> {
  const names = Object.keys(DEFAULT_DATA) as (keyof CompanyData)[];
  return Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]));
}
