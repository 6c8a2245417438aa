import type { LoggedException } from '../company/stored.js';
import { failure } from '../rules/validation-failure.js';
import { textAt, type Value, type ValueObject } from '../schema/value.js';
import type { Call, Operation } from './operation.js';

const MEMBERS = 'logId:guid context?:Context';

/** What the exception log says about a fault. */
export const EXCEPTION_OPERATIONS: readonly Operation[] = [
  {
    name: 'GetLoggedValidationResultByKey',
    members: MEMBERS,
    result: 'ValidationResult',
    run: (call) => validationResult(entryOf(call)),
  },
  {
    name: 'GetLoggedExceptionDataByKey',
    members: MEMBERS,
    result: 'LoggedExceptionData',
    run: (call) => exceptionData(entryOf(call), call.request.context ?? null),
  },
];

function entryOf({ ledger, request }: Call): LoggedException {
  const entry = ledger.exception(textAt(request, 'logId') ?? '');
  if (entry === undefined) throw failure('notFound', 'logId');
  return entry;
}

function validationResult({ errors, operation }: LoggedException): ValueObject {
  return {
    Errors: {
      ValidationError: errors.map(({ code, message, property }) => ({
        ObjectType: `Microsoft.Dynamics.GP.${operation.replace(/^(Create|Update|Get)/, '')}`,
        PropertyNames: { string: property === '' ? [] : [property] },
        Message: message,
        // the ids of the original are unknown: nothing should be read from this one
        Id: `V${Number(code).toString(16).padStart(6, '0')}`,
      })),
    },
    Warnings: { ValidationWarning: [] },
  };
}

function exceptionData(entry: LoggedException, context: Value): ValueObject {
  return {
    LogId: entry.id,
    ExceptionType: entry.type,
    ExceptionDetail: {
      ExceptionType: `Microsoft.Dynamics.Common.${entry.type}`,
      Message: entry.errors.map(({ message }) => message).join('\r\n'),
      Source: 'Microsoft.Dynamics.GP.BusinessLogic',
    },
    ValidationResult: validationResult(entry),
    ServiceType: 'Microsoft.Dynamics.GP.DynamicsGP',
    BusinessObjectType: entry.operation,
    User: entry.user,
    Context: context,
    RequestXml: entry.requestXml,
    LoggedDate: entry.at.slice(0, 19),
  };
}
