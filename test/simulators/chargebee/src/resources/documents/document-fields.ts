import { columns } from '../../validation/composite-fields.js';
import type { Field, Row } from '../../validation/field.js';
import { decimal, int, oneOf, required, text, time } from '../../validation/scalar-fields.js';

/** A line may carry this many taxes. */
export const LINE_TAX_NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
type TaxNumber = (typeof LINE_TAX_NUMBERS)[number];
type LineTaxFields = { [K in `tax${TaxNumber}_name`]: Field<string> } & {
  [K in `tax${TaxNumber}_amount`]: Field<number>;
};

const lineTaxFields = Object.fromEntries(
  LINE_TAX_NUMBERS.flatMap((number): [string, Field<unknown>][] => [
    [`tax${number}_name`, text(50)],
    [`tax${number}_amount`, int({ min: 0 })],
  ]),
) as LineTaxFields;

const LINE_FIELDS = {
  id: text(40),
  date_from: time(),
  date_to: time(),
  subscription_id: text(50),
  description: required(text(250)),
  unit_amount: int(),
  quantity: int(),
  amount: int(),
  entity_type: oneOf(['adhoc', 'plan_item_price', 'addon_item_price', 'charge_item_price']),
  entity_id: text(100),
  item_level_discount1_entity_id: text(100),
  item_level_discount1_amount: int({ min: 0 }),
  item_level_discount2_entity_id: text(100),
  item_level_discount2_amount: int({ min: 0 }),
  proration_mode: oneOf(['reset', 'delta', 'service_period_revision', 'adjusted_term']),
  ...lineTaxFields,
};

const DISCOUNT_FIELDS = {
  line_item_id: text(40),
  entity_type: required(
    oneOf([
      'item_level_coupon',
      'document_level_coupon',
      'promotional_credits',
      'item_level_discount',
      'document_level_discount',
    ]),
  ),
  entity_id: text(100),
  description: text(250),
  amount: required(int({ min: 0 })),
};

const TAX_FIELDS = {
  name: required(text(100)),
  rate: required(decimal({ min: 0, max: 100 })),
  amount: int({ min: 0 }),
  description: text(50),
  juris_type: oneOf(['country', 'federal', 'state', 'county', 'city', 'special', 'unincorporated', 'other']),
  juris_name: text(250),
  juris_code: text(250),
};

export type LineRow = Row<typeof LINE_FIELDS>;
export type DiscountRow = Row<typeof DISCOUNT_FIELDS>;
export type TaxRow = Row<typeof TAX_FIELDS>;

/** `line_items`, `discounts` and `taxes` of an imported invoice. */
export const invoiceParts = {
  line_items: columns({ ...LINE_FIELDS, created_at: time() }),
  discounts: columns(DISCOUNT_FIELDS),
  taxes: columns(TAX_FIELDS),
};

/** The same of an imported credit note, whose lines may name the invoice's. */
export const creditNoteParts = {
  line_items: columns({ ...LINE_FIELDS, reference_line_item_id: text(40) }),
  discounts: columns(DISCOUNT_FIELDS),
  taxes: columns(TAX_FIELDS),
};

/** Payment methods of payments recorded outside the site's gateways. */
export const OFFLINE_METHODS = [
  'cash',
  'check',
  'bank_transfer',
  'other',
  'app_store',
  'play_store',
  'custom',
  'dana',
  'touch_n_go',
  'tamara',
  'qpay',
] as const;
