import type { CashReceipt, GpCustomer, ReceivablesDocument, ReceivablesKind } from '../documents/gp-document.js';
import type { CreateOperation, CreatePolicy, FoundCustomer, FoundDocument, GpGateway } from '../gp-gateway.port.js';
import { listCompanies, type GpCompany } from './companies.js';
import { CreateDocuments } from './create-documents.js';
import { Customers } from './customers.js';
import { FindDocuments } from './find-documents.js';
import { Policies } from './policies.js';
import { probeOperation } from './probe-operation.js';
import { SoapCaller, type SoapCallerParts } from './soap-caller.js';
import { ValidationLog } from './validation-log.js';
import { WriteCalls } from './write-calls.js';

/**
 * The legacy SOAP endpoint of Web Services for Dynamics GP, for one company and one tenure of its connection: policies
 * are kept as long as this lives. A create or update makes up to three guarded calls: policy (once), the write, and,
 * when it is refused, a look into GP's log; an update reads the customer before.
 */
export class SoapGpGateway implements GpGateway {
  private readonly caller: SoapCaller;
  private readonly log: ValidationLog;
  private readonly policies: Policies;
  private readonly documents: CreateDocuments;
  private readonly finder: FindDocuments;
  private readonly customers: Customers;

  constructor(parts: SoapCallerParts) {
    this.caller = new SoapCaller(parts);
    this.log = new ValidationLog(this.caller);
    this.policies = new Policies(this.caller, this.log);
    const writes = new WriteCalls(this.caller, this.policies, this.log);
    this.documents = new CreateDocuments(writes, parts.settings);
    this.finder = new FindDocuments(this.caller, this.log);
    this.customers = new Customers(this.caller, writes, this.log);
  }

  policy(operation: CreateOperation): Promise<CreatePolicy> {
    return this.policies.policy(operation);
  }

  createReceivables(document: ReceivablesDocument): Promise<void> {
    return this.documents.receivables(document);
  }

  createCashReceipt(receipt: CashReceipt): Promise<void> {
    return this.documents.cashReceipt(receipt);
  }

  createCustomer(customer: GpCustomer): Promise<void> {
    return this.customers.create(customer);
  }

  updateCustomer(customer: GpCustomer): Promise<void> {
    return this.customers.update(customer);
  }

  findReceivables(kind: ReceivablesKind, number: string): Promise<FoundDocument | undefined> {
    return this.finder.receivables(kind, number);
  }

  findCashReceipt(number: string): Promise<FoundDocument | undefined> {
    return this.finder.cashReceipt(number);
  }

  findCustomer(id: string): Promise<FoundCustomer | undefined> {
    return this.customers.find(id);
  }

  /** For the test of a connection: whether the service answers this account, and which companies it shows. */
  companies(): Promise<GpCompany[]> {
    return listCompanies(this.caller, this.log);
  }
  /** For the test of a connection: whether the operation may be called. @throws GpError always, unless it took nothing for something */
  probe(operation: CreateOperation): Promise<void> {
    return probeOperation(this.caller, this.log, operation);
  }
}
