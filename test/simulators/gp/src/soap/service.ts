import type { AccountOptions } from '../company/company-options.js';
import type { Ledger } from '../company/ledger.js';
import { ALL_OPERATIONS } from '../operations/all-operations.js';
import { NoCompanyError, type Operation } from '../operations/operation.js';
import { MESSAGES } from '../rules/messages.js';
import { ValidationFailure, type Problem } from '../rules/validation-failure.js';
import { NS } from '../schema/namespaces.js';
import { SchemaViolation, ValueReader } from '../schema/read-value.js';
import { readMembers } from '../schema/types.js';
import { objectAt, textAt, type ValueObject } from '../schema/value.js';
import type { Switches } from '../switches.js';
import { parseXml, XmlError } from '../xml/parse-xml.js';
import { answerEnvelope, bodyElement } from './envelope.js';
import { SoapFault } from './soap-fault.js';
import type { Tally } from './tally.js';

const REQUEST_KEPT = 16_384;

/** One call as it came: who makes it, what it asks for, and its body. */
export interface ServiceCall {
  account: AccountOptions;
  operation: string | undefined;
  body: string;
}

/** The service behind the endpoint: schema, rights, then the operation. */
export class Service {
  constructor(
    private readonly ledger: Ledger,
    private readonly tally: Tally,
    private readonly switches: () => Switches,
    private readonly clock: () => number,
  ) {}

  /**
   * Carries out a call and answers its envelope.
   * @throws SoapFault
   */
  call(call: ServiceCall): string {
    try {
      return this.carryOut(call, this.find(call.operation));
    } catch (error) {
      throw this.asFault(error, call);
    }
  }

  /** The fault for a failure of the rules, with its entry in the exception log. */
  validationFault(failure: ValidationFailure, call: ServiceCall, companyId: number | null = null): SoapFault {
    const switches = this.switches();
    const errors = failure.problems.map((one) => styled(one, switches));
    this.tally.countValidation(failure);
    const logId = this.log('ValidationException', call, errors, companyId);
    return failure.notFound
      ? new SoapFault('not-found', switches.notFoundText, logId)
      : new SoapFault('validation', switches.validationFaultText, logId);
  }

  /** A fault that shows nothing of its cause; the log alone has it. */
  systemFault(cause: string, call: ServiceCall, text = this.switches().systemFaultText): SoapFault {
    this.log('SystemException', call, [{ code: '0', message: cause, property: '' }], null);
    return new SoapFault('system', text);
  }

  private find(name: string | undefined): Operation {
    const operation = name === undefined ? undefined : ALL_OPERATIONS.get(name);
    if (operation !== undefined && !this.switches().disabledOperations.includes(operation.name)) return operation;
    if (name === undefined) this.tally.countViolation(new SchemaViolation('wrong SOAPAction', ''), '');
    throw new SoapFault(
      'unknown-operation',
      `The message with Action '${name === undefined ? '' : `${NS.gp}/${name}`}' cannot be processed at the receiver, due to a ContractFilter mismatch at the EndpointDispatcher.`,
    );
  }

  private carryOut(call: ServiceCall, operation: Operation): string {
    const switches = this.switches();
    const request = this.read(call, operation, switches);
    const company = this.companyOf(request, call, operation);
    const user = `${call.account.domain}\\${call.account.user}`;
    const localAmounts = textAt(request, 'context', 'CurrencyType') === 'Local';
    const rules = {
      switches,
      user,
      nowMs: this.clock(),
      localAmounts,
      note: (event: string) => this.tally.note(event),
    };
    try {
      const result = operation.run({ request, company, ledger: this.ledger, account: call.account, rules });
      return answerEnvelope(operation.name, operation.result, result);
    } catch (error) {
      if (error instanceof ValidationFailure) throw this.validationFault(error, call, company?.id ?? null);
      throw error;
    }
  }

  private read(call: ServiceCall, operation: Operation, switches: Switches): ValueObject {
    const element = bodyElement(parseXml(call.body));
    if (element.namespace !== NS.gp) throw new SchemaViolation('wrong namespace', element.name);
    if (element.name !== operation.name) throw new SchemaViolation('SOAPAction names another operation', element.name);
    const reader = new ValueReader(switches);
    const request = reader.readMembers(element, readMembers(operation.members, NS.gp), operation.name);
    reader.dropped.forEach((violation) => this.tally.countViolation(violation, operation.name));
    if (objectAt(request, 'context') === undefined)
      throw new SchemaViolation('missing element', `${operation.name}.context`);
    return request;
  }

  private companyOf(request: ValueObject, call: ServiceCall, operation: Operation) {
    const id = textAt(request, 'context', 'OrganizationKey', 'Id');
    const company = id === undefined ? undefined : this.ledger.company(Number(id));
    if (id !== undefined && company === undefined) throw this.systemFault(`Company ${id} does not exist.`, call);
    const { operations, companies } = call.account;
    const allowed = operations === undefined || operations.includes(operation.name);
    const here = company === undefined || companies === undefined || companies.includes(company.id);
    if (!allowed || !here) throw this.denied(operation.name, call);
    return company;
  }

  private denied(operation: string, call: ServiceCall): SoapFault {
    const text = `Security exception: the user does not have permission to execute the operation ${operation}.`;
    this.log('SystemException', call, [{ code: '0', message: text, property: '' }], null);
    return new SoapFault('security', text);
  }

  private asFault(error: unknown, call: ServiceCall): SoapFault {
    if (error instanceof SoapFault) return error;
    if (error instanceof NoCompanyError) return this.systemFault(error.message, call);
    if (!(error instanceof SchemaViolation || error instanceof XmlError)) {
      return this.systemFault(`${(error as Error).stack}`, call);
    }
    const violation = error instanceof SchemaViolation ? error : new SchemaViolation(`no XML: ${error.message}`, '');
    this.tally.countViolation(violation, call.operation ?? '');
    return new SoapFault(
      'schema',
      `The formatter threw an exception while trying to deserialize the message: ${violation.message}`,
    );
  }

  private log(
    type: 'ValidationException' | 'SystemException',
    call: ServiceCall,
    errors: readonly Problem[],
    companyId: number | null,
  ): string {
    return this.ledger.log({
      type,
      operation: call.operation ?? '',
      user: `${call.account.domain}\\${call.account.user}`,
      companyId,
      errors,
      requestXml: call.body.slice(0, REQUEST_KEPT),
    });
  }
}

function styled(problem: Problem, switches: Switches): Problem {
  if (switches.messageStyle === 'plain' || problem.message === MESSAGES.notFound[1]) return problem;
  const message = `Error Number = ${problem.code}  Stored Procedure taRMTransaction  Error Description = ${problem.message}\nNode Identifier Parameters: taRMTransaction`;
  return { ...problem, message };
}
