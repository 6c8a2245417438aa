import { BridgeError, isBridgeError, type FailureClass, type SafeDetails } from '@ledgerbridge/contracts';

export type UnfitRecordCode =
  /** More digits after the point than the currency has, or more before it than GP's columns hold. */
  | 'AMOUNT_DOES_NOT_FIT'
  /** GP's amounts are never negative. */
  | 'NEGATIVE_AMOUNT'
  /** Sales, discount, freight, miscellaneous and tax do not come to the total. */
  | 'TOTALS_DISAGREE'
  /** The attribute that names the GP customer holds no GP customer id. */
  | 'CUSTOMER_ID_DOES_NOT_FIT'
  /** The policy wants distributions and no rule names the account. */
  | 'ACCOUNT_NOT_MAPPED'
  /** `mapping.tax` is `details` and no tax detail is named for a tax. */
  | 'TAX_DETAIL_NOT_MAPPED'
  /** Policy prefix, batch prefix and day are more than GP takes. */
  | 'BATCH_ID_TOO_LONG';

const CLASSES: Readonly<Record<UnfitRecordCode, FailureClass>> = {
  AMOUNT_DOES_NOT_FIT: 'data',
  NEGATIVE_AMOUNT: 'data',
  TOTALS_DISAGREE: 'data',
  CUSTOMER_ID_DOES_NOT_FIT: 'data',
  ACCOUNT_NOT_MAPPED: 'configuration',
  TAX_DETAIL_NOT_MAPPED: 'configuration',
  BATCH_ID_TOO_LONG: 'configuration',
};

/**
 * A valid record that cannot become a GP document as it is or as the connection is configured. `details.field` or
 * `details.setting` names what is to be changed.
 */
export class UnfitRecordError extends BridgeError<UnfitRecordCode> {
  readonly failureClass: FailureClass;

  constructor(code: UnfitRecordCode, message: string, details: SafeDetails) {
    super(code, message, { retryable: false, details });
    this.failureClass = CLASSES[code];
  }
}

/** By its name: errors of another copy of this module are no instance of ours. */
export function isUnfitRecord(error: unknown): error is UnfitRecordError {
  return isBridgeError(error) && error.name === 'UnfitRecordError';
}
