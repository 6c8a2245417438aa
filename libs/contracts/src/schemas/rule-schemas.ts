import { DECIMAL_PATTERN } from '../values/decimal-string.js';
import { INSTANT_PATTERN } from '../records/validators.js';

/** What our own validation rules say in JSON Schema, by rule name. */
export const RULE_SCHEMAS = {
  isDecimal: { type: 'string', pattern: DECIMAL_PATTERN.source, description: 'A plain decimal number.' },
  isCurrency: { type: 'string', pattern: '^[A-Z]{3}$', description: 'ISO 4217 code.' },
  isCalendarDate: { type: 'string', format: 'date', description: "A day in the source's time zone." },
  isInstant: { type: 'string', format: 'date-time', pattern: INSTANT_PATTERN.source, description: 'RFC 3339, UTC.' },
  isAttributes: { type: 'object', additionalProperties: { type: 'string', maxLength: 500 } },
  isPart: {},
} as const;
