import { ChargebeeError, type CallFailure } from './chargebee.errors.js';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

const EMAIL = /[^\s<>"'@]+@[^\s<>"'@]+/g;
const LONGEST_MESSAGE = 300;
/** What is looked at to find addresses: the search is quadratic in a text without any, and who answers chooses its length. */
const LONGEST_SEARCHED = 1000;

const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*, .* GMT$/;
const LONGEST_RETRY_AFTER_MS = 3_600_000;

/**
 * The JSON object of a successful answer.
 * @throws ChargebeeError CHARGEBEE_REFUSED for an error of the API, CHARGEBEE_UNEXPECTED_ANSWER for anything else
 */
export function readAnswer({ status, headers, text }: RawAnswer, call: CallFailure): Record<string, unknown> {
  const body = parseObject(text);
  const isSuccess = status >= 200 && status < 300;
  if (isSuccess && (body !== undefined || status === 204)) return body ?? {};
  const failure = { ...call, httpStatus: status, retryAfterMs: retryAfterMs(headers['retry-after']) };
  const apiErrorCode = body?.['api_error_code'];
  if (isSuccess || typeof apiErrorCode !== 'string') {
    const what = body === undefined ? 'no JSON' : 'JSON of another shape';
    throw new ChargebeeError('CHARGEBEE_UNEXPECTED_ANSWER', `HTTP ${status} with ${what}`, failure);
  }
  const param = typeof body?.['param'] === 'string' ? body['param'] : undefined;
  throw new ChargebeeError('CHARGEBEE_REFUSED', `${apiErrorCode}: ${publicMessage(body?.['message'])}`, {
    ...failure,
    apiErrorCode,
    param,
  });
}

/** Chargebee's own words without the addresses they may repeat. */
function publicMessage(message: unknown): string {
  return typeof message === 'string'
    ? message.slice(0, LONGEST_SEARCHED).replace(EMAIL, '…').slice(0, LONGEST_MESSAGE)
    : 'no message';
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Seconds or an HTTP date, at most an hour: the site's limits count over a minute, and one early call harms nothing.
 * Undefined for anything else (`Date.parse` alone takes "-5" and "1.5" for days).
 */
export function retryAfterMs(header: string | string[] | undefined, now = Date.now()): number | undefined {
  const value = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : HTTP_DATE.test(value) ? Date.parse(value) - now : NaN;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), LONGEST_RETRY_AFTER_MS);
}
