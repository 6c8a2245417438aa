import type { TypeTable } from './type-declaration.js';

const listOf = (type: string) => ({ members: `${type}*:${type}` });

/** Policies, companies, batches and the exception log. */
export const SERVICE_TYPES: TypeTable = {
  PolicyKey: { base: 'Key', members: 'Id:guid' },
  Policy: { members: 'Key?:PolicyKey Behaviors?:ArrayOfBehavior Name? RootBusinessObjectName?' },
  ArrayOfBehavior: listOf('Behavior'),
  BehaviorKey: { base: 'Key', members: 'PolicyKey?:PolicyKey Id:guid' },
  Behavior: {
    members:
      'Key?:BehaviorKey Name? Description? Internal~:boolean Options?:ArrayOfBehaviorOption SelectedOption?:BehaviorOption',
  },
  ArrayOfBehaviorOption: listOf('BehaviorOption'),
  BehaviorOptionKey: { base: 'Key', members: 'BehaviorKey?:BehaviorKey Id:int' },
  BehaviorOption: { members: 'Key?:BehaviorOptionKey Name? Description? Parameters?:ArrayOfParameter' },
  ArrayOfParameter: listOf('Parameter'),
  ParameterKey: { base: 'Key', members: 'BehaviorOptionKey?:BehaviorOptionKey Id:int' },
  Parameter: { members: 'Key?:ParameterKey Name? Value? Description?' },
  ArrayOfCompany: listOf('Company'),
  // the original has some twenty enum literals here; none is ever sent to or from this service
  CompanyOptions: { values: [] },
  Company: {
    base: 'BusinessObject',
    members: [
      'Key?:CompanyKey Name? DefaultAddressKey?:CompanyAddressKey DefaultAddress?:ExtendedBusinessAddress UserDefined1?',
      'UserDefined2? TaxExempt1? TaxExempt2? TaxRegistration? ModifiedDate~:dateTime ModifiedBy? CreatedDate~:dateTime',
      'SalesTaxScheduleKey?:TaxScheduleKey PurchasesTaxScheduleKey?:TaxScheduleKey WithholdingVendorKey?:VendorKey',
      'WitholdingFileOrReconciliationNumber? WitholdingTaxRate~:int ReceivablesProcessesTaxDetailKey?:TaxDetailKey',
      'PayablesProcessesTaxDetailKey?:TaxDetailKey BusinessType? SICNumber? DUNSNumber? Vets100Number?',
      'AccountSegmentSeparator? IsValueAddedTaxReturnEnabled~:boolean Options~:CompanyOptions IsWorkflowEnabled~:boolean',
    ].join(' '),
  },
  PostingFrequency: {
    values: [
      ...['Single Use', 'Weekly', 'Biweekly', 'Semimonthly', 'Monthly', 'Bimonthly', 'Quarterly', 'Miscellaneous'],
    ],
  },
  WorkflowPriority: { values: ['Low', 'Normal', 'High'] },
  Workflow: { base: 'BusinessObject', abstract: true },
  ArrayOfWorkflow: listOf('Workflow'),
  ArrayOfBatch: listOf('Batch'),
  Batch: {
    base: 'BusinessObject',
    members: [
      'Key?:BatchKey NumberOfTransactions~:int Frequency~:PostingFrequency RecurringLastPostedDate~:dateTime',
      'NumberOfPostings~:int Comment? Total?:MoneyAmount CurrencyKey?:CurrencyKey ControlNumberOfTransactions~:int',
      'ControlTotal?:MoneyAmount GeneralLedgerPostedDate~:dateTime BankAccountKey?:BankAccountKey',
      'WorkflowPriority~:WorkflowPriority Workflows?:ArrayOfWorkflow',
    ].join(' '),
  },
  ValidationItem: { abstract: true, members: 'ObjectType? PropertyNames?:ArrayOfString Message? Id?' },
  ValidationError: { base: 'ValidationItem' },
  ValidationWarning: { base: 'ValidationItem' },
  ArrayOfValidationError: listOf('ValidationError'),
  ArrayOfValidationWarning: listOf('ValidationWarning'),
  ValidationResult: { members: 'Errors?:ArrayOfValidationError Warnings?:ArrayOfValidationWarning' },
  BusinessExceptionType: { values: ['ValidationException', 'SystemException'] },
  ExceptionInformation: {
    members: 'ExceptionType? HelpLink? InnerException?:ExceptionInformation Message? Source? StackTrace? TargetSite?',
  },
  LoggedExceptionData: {
    members: [
      'LogId:guid ExceptionType:BusinessExceptionType ExceptionDetail?:ExceptionInformation',
      'ValidationResult?:ValidationResult ServiceType? BusinessObjectType? User? Context?:Context RequestXml?',
      'LoggedDate:dateTime',
    ].join(' '),
  },
};
