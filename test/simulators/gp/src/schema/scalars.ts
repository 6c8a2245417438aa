const INT_LIMIT = 2 ** 31;

/** Checks by simple type; the text has been trimmed of white space, except for strings. */
const CHECKS = {
  string: () => true,
  boolean: (text: string) => ['true', 'false', '1', '0'].includes(text),
  int: (text: string) => /^[+-]?\d{1,10}$/.test(text) && Number(text) >= -INT_LIMIT && Number(text) < INT_LIMIT,
  /** System.Decimal holds 28 digits. */
  decimal: (text: string) => /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text) && text.replace(/\D/g, '').length <= 28,
  dateTime: isDateTime,
  guid: (text: string) => /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text),
} as const satisfies Record<string, (text: string) => boolean>;

export type ScalarName = keyof typeof CHECKS;

export function isScalar(name: string): name is ScalarName {
  return Object.hasOwn(CHECKS, name);
}

/** The value as it is kept, or undefined when the text is none of that type. */
export function readScalar(scalar: ScalarName, text: string): string | undefined {
  if (scalar === 'string') return text;
  const trimmed = text.trim();
  if (!CHECKS[scalar](trimmed)) return undefined;
  if (scalar !== 'boolean') return trimmed;
  return trimmed === 'true' || trimmed === '1' ? 'true' : 'false';
}

function isDateTime(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,7})?(Z|[+-]\d\d:\d\d)?$/.exec(text);
  if (match === null) return false;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, ...number[]];
  const date = new Date(Date.UTC(year, (month ?? 0) - 1, day));
  const exists = year > 0 && date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
  return exists && (hour ?? 24) < 24 && (minute ?? 60) < 60 && (second ?? 60) < 60;
}
