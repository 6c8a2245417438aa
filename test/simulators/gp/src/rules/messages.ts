/**
 * What the rules can say. Numbers below 9000 and their meaning are eConnect's; those above and all texts are this
 * simulator's, after eConnect's wording: how the service words them is unverified.
 */
export const MESSAGES = {
  duplicateNumber: [
    190,
    'Duplicate document number. The document number (DOCNUMBR) already exists in RM00401, RM10301, RM20101 or RM30101',
  ],
  unknownCustomer: [221, 'Customer number (CUSTNMBR) does not exist in the customer master table - RM00101'],
  currencyNotEnabled: [483, 'Currency ID (CURNCYID) does not exist in the multicurrency setup table - MC40200'],
  documentAmount: [621, 'Document amount (DOCAMNT) does not equal SLSAMNT - TRDISAMT + FRTAMNT + MISCAMNT + TAXAMNT'],
  taxDetailSum: [712, 'Tax amount (TAXAMNT) does not equal the sum of the tax details in RM10601'],
  unknownAccount: [716, 'Account number string (ACTNUMST) does not exist in GL00105'],
  unknownTaxSchedule: [7023, 'Tax schedule ID (TAXSCHID) does not exist in the tax schedule table - TX00101'],
  missingValue: [9001, 'A required value is missing'],
  tooLong: [9002, 'The value is longer than the field allows'],
  negativeAmount: [9003, 'The amount can not be less than zero'],
  zeroAmount: [9004, 'The amount must be greater than zero'],
  amountDecimals: [9005, 'The amount has more decimal places than its currency'],
  amountCurrency: [9006, 'The currency of the amount is not the currency of the document'],
  wrongType: [9007, 'The document type does not fit the operation'],
  inactiveCustomer: [9010, 'Customer is inactive (INACTIVE = 1 in RM00101)'],
  onHoldCustomer: [9011, 'Customer is on hold (HOLD = 1 in RM00101)'],
  unknownClass: [9012, 'Customer class (CUSTCLAS) does not exist in the customer class table - RM00201'],
  duplicateCustomer: [9013, 'Customer number (CUSTNMBR) already exists in the customer master table - RM00101'],
  unknownAddress: [9014, 'Address ID (ADRSCODE) does not exist in the customer address table - RM00102'],
  unknownTerms: [9015, 'Payment terms ID (PYMTRMID) does not exist in SY03300'],
  unknownCheckbook: [9020, 'Checkbook ID (CHEKBKID) does not exist in the checkbook master table - CM00100'],
  unknownCardType: [9021, 'Credit card name (CRCARDID) does not exist in SY03100'],
  closedPeriod: [9030, 'The fiscal period of the posting date (GLPOSTDT) is closed for the Sales series'],
  lockedBatch: [9040, 'The batch (BACHNUMB) is in use: a user is editing or posting it'],
  otherOriginBatch: [9041, 'The batch (BACHNUMB) exists with another origin (BCHSOURC)'],
  unknownBatch: [9042, 'The batch (BACHNUMB) does not exist in SY00500'],
  exchangeRate: [9050, 'The exchange rate (XCHGRATE) and date (EXCHDATE) are required: no exchange table is set up'],
  unbalanced: [9060, 'The distributions do not balance: debits and credits must be equal'],
  distributionTotal: [9061, 'The distributions do not add up to the document amount'],
  unknownTaxDetail: [9062, 'Tax detail ID (TAXDTLID) does not exist in TX00201'],
  taxDetailsMissing: [9063, 'A tax amount (TAXAMNT) without tax details in RM10601 is not allowed'],
  unknownPolicy: [9070, 'The policy does not exist'],
  changedPolicy: [9071, 'The policy is not the one that is in force'],
  notFound: [9080, 'Business object not found.'],
  deadlock: [
    1205,
    'Transaction (Process ID 62) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction.',
  ],
  timeout: [
    9091,
    'Timeout expired.  The timeout period elapsed prior to completion of the operation or the server is not responding.',
  ],
} as const satisfies Record<string, readonly [number, string]>;

export type MessageName = keyof typeof MESSAGES;
