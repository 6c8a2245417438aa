import { addDecimals, subtractDecimals, toDecimalString } from '@ledgerbridge/contracts';
import type {
  CashReceipt,
  GpCustomer,
  GpDocument,
  ReceivablesDocument,
  ReceivablesKind,
} from './documents/gp-document.js';
import type { CreateOperation, CreatePolicy, FoundCustomer, FoundDocument, GpGateway } from './gp-gateway.port.js';
import { GpError } from './gp.errors.js';

const CREATE_OPERATIONS = {
  invoice: 'CreateReceivablesInvoice',
  'credit-memo': 'CreateReceivablesCreditMemo',
  'debit-memo': 'CreateReceivablesDebitMemo',
} as const;

export interface FakeFault {
  /** Of which call, as `createReceivables`; the next one of any name when absent. */
  readonly method?: keyof GpGateway;
  readonly error: unknown;
  /** The call is carried out and its answer lost. */
  readonly isApplied?: boolean;
}

/** A GP company in memory, as strict about numbers, customers and currencies as the real one. */
export class FakeGpGateway implements GpGateway {
  /** In order of arrival, the refused ones too. */
  readonly calls: { readonly method: keyof GpGateway; readonly argument: unknown }[] = [];
  readonly customers = new Map<string, GpCustomer>();
  readonly documents = new Map<string, GpDocument>();
  readonly policies: Partial<Record<CreateOperation, CreatePolicy>> = {};
  readonly currencies = new Set(['USD', 'EUR', 'JPY', 'KWD']);
  /** Numbers and customer ids that GP has and does not show, as its entity-id filtering does. */
  readonly hidden = new Set<string>();
  readonly voided = new Set<string>();
  readonly inactive = new Set<string>();
  readonly onHold = new Set<string>();
  private readonly faults: FakeFault[] = [];

  failNext(fault: FakeFault): void {
    this.faults.push(fault);
  }

  /** A customer of GP's own, not written by this bridge. */
  seedCustomer(customer: Partial<GpCustomer> & { readonly id: string }): void {
    this.customers.set(keyOf(customer.id), { name: customer.id, addressId: 'PRIMARY', ...customer });
  }

  async policy(operation: CreateOperation): Promise<CreatePolicy> {
    return this.call('policy', operation, () => this.policyOf(operation));
  }

  async createReceivables(document: ReceivablesDocument): Promise<void> {
    const operation = CREATE_OPERATIONS[document.kind];
    return this.call('createReceivables', document, () => this.create(document, operation));
  }

  async createCashReceipt(receipt: CashReceipt): Promise<void> {
    return this.call('createCashReceipt', receipt, () => this.create(receipt, 'CreateCashReceipt'));
  }

  async createCustomer(customer: GpCustomer): Promise<void> {
    return this.call('createCustomer', customer, () => {
      if (this.customers.has(keyOf(customer.id))) refuse('CreateCustomer', 'Customer Number already exists');
      this.customers.set(keyOf(customer.id), customer);
    });
  }

  async updateCustomer(customer: GpCustomer): Promise<void> {
    return this.call('updateCustomer', customer, () => {
      const present = this.customers.get(keyOf(customer.id));
      if (present === undefined || this.hidden.has(keyOf(customer.id))) {
        refuse('UpdateCustomer', 'Customer ID does not exist in Customer Master Table - RM00101');
      }
      this.customers.set(keyOf(customer.id), { ...present, ...customer });
    });
  }

  async findReceivables(kind: ReceivablesKind, number: string): Promise<FoundDocument | undefined> {
    return this.call('findReceivables', { kind, number }, () => this.found(kind, number));
  }

  async findCashReceipt(number: string): Promise<FoundDocument | undefined> {
    return this.call('findCashReceipt', { number }, () => this.found('cash-receipt', number));
  }

  async findCustomer(id: string): Promise<FoundCustomer | undefined> {
    return this.call('findCustomer', { id }, () => {
      const customer = this.hidden.has(keyOf(id)) ? undefined : this.customers.get(keyOf(id));
      if (customer === undefined) return undefined;
      const { name, currency, classId, email } = customer;
      const flags = { isActive: !this.inactive.has(keyOf(id)), isOnHold: this.onHold.has(keyOf(id)) };
      return { id: customer.id, name, currency, classId, email, ...flags };
    });
  }

  private async call<T>(method: keyof GpGateway, argument: unknown, effect: () => T): Promise<T> {
    this.calls.push({ method, argument });
    await Promise.resolve();
    const at = this.faults.findIndex((fault) => fault.method === undefined || fault.method === method);
    const [fault] = at < 0 ? [] : this.faults.splice(at, 1);
    if (fault !== undefined && fault.isApplied !== true) throw fault.error;
    const result = effect();
    if (fault !== undefined) throw fault.error;
    return result;
  }

  private create(document: GpDocument, operation: CreateOperation): void {
    const key = `${document.kind}:${keyOf(document.number)}`;
    if (this.documents.has(key)) {
      refuse(operation, 'Duplicate document number. It already exists in RM00401, RM10301, RM20101 or RM30101');
    }
    if (!this.customers.has(keyOf(document.customerId))) {
      refuse(operation, 'Customer ID does not exist in Customer Master Table - RM00101');
    }
    if (!this.currencies.has(document.currency)) {
      refuse(operation, 'Currency ID does not exist in the Currency Setup Master Table - MC40200');
    }
    this.documents.set(key, document);
  }

  private found(kind: GpDocument['kind'], number: string): FoundDocument | undefined {
    const document = this.documents.get(`${kind}:${keyOf(number)}`);
    if (document === undefined || this.hidden.has(keyOf(number))) return undefined;
    const { batchPrefix = '' } = this.policyOf(operationOf(document));
    return {
      number: document.number,
      customerId: document.customerId,
      date: document.date,
      currency: document.currency,
      // as the columns of GP, numeric(19,5)
      amount: toDecimalString(amountOf(document), 5),
      batchId: batchPrefix + document.batchId,
      glPostingDate: document.glPostingDate ?? document.date,
      description: document.description,
      purchaseOrder: document.kind === 'cash-receipt' ? undefined : document.purchaseOrder,
      isVoided: this.voided.has(keyOf(number)),
    };
  }

  private policyOf(operation: CreateOperation): CreatePolicy {
    return this.policies[operation] ?? { distributions: 'automatic' };
  }
}

/** The ids of GP are compared without case and trailing blanks. */
function keyOf(id: string): string {
  return id.trimEnd().toUpperCase();
}

function operationOf(document: GpDocument): CreateOperation {
  return document.kind === 'cash-receipt' ? 'CreateCashReceipt' : CREATE_OPERATIONS[document.kind];
}

function amountOf(document: GpDocument): string {
  if (document.kind === 'cash-receipt') return document.amount;
  const { salesAmount, tradeDiscount, freight, miscellaneous, tax } = document;
  return addDecimals(subtractDecimals(salesAmount, tradeDiscount), freight, miscellaneous, tax);
}

function refuse(operation: string, text: string): never {
  const messages = [{ text, properties: [], isWarning: false }];
  throw new GpError('GP_VALIDATION', 'Dynamics GP refused the call', { operation, httpStatus: 500, messages });
}
