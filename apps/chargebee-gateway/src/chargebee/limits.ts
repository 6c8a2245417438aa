/**
 * Longest values Chargebee takes, in UTF-16 units.
 * @see https://apidocs.chargebee.com/docs/api/customers
 * @see https://apidocs.chargebee.com/docs/api/invoices/import-invoice
 */
export const LIMITS = {
  id: 50,
  personName: 150,
  company: 250,
  email: 70,
  phone: 50,
  vatNumber: 20,
  addressLine: 150,
  city: 50,
  state: 50,
  zip: 20,
  poNumber: 100,
  lineDescription: 250,
  discountDescription: 250,
  taxName: 50,
  referenceNumber: 100,
  taxesPerLine: 10,
  /** Smallest units of the currency, either way. */
  roundOff: 99,
} as const;
