/**
 * Longest texts GP's columns take, in characters. Document fields are Microsoft's own numbers (learn.microsoft.com/
 * previous-versions/dynamicsgp); those of the customer card marked with * are from memory.
 */
export const LIMITS = {
  customerId: 15,
  batchId: 15,
  description: 30,
  purchaseOrder: 20,
  /** Check or card number of a receipt. */
  reference: 20,
  customerName: 64,
  /** * */
  contact: 60,
  /** * */
  phone: 21,
  /** * */
  taxRegistrationNumber: 15,
  /** * */
  addressLine: 60,
  /** * */
  city: 35,
  /** * */
  state: 29,
  /** * */
  postalCode: 10,
  /** * */
  country: 60,
  /** Digits before the point; columns are numeric(19,5). * */
  integerDigits: 14,
} as const;
