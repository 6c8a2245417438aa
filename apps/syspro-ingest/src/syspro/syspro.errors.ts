import { BridgeError, type SafeDetails } from '@ledgerbridge/contracts';

export const SYSPRO_ERROR_CODES = [
  'SYSPRO_UNREACHABLE',
  'SYSPRO_TLS',
  'SYSPRO_TIMEOUT',
  'SYSPRO_CONNECTION_BROKEN',
  'SYSPRO_UNAUTHORIZED',
  'SYSPRO_FORBIDDEN',
  'SYSPRO_NOT_FOUND',
  'SYSPRO_QUERY_REFUSED',
  'SYSPRO_THROTTLED',
  'SYSPRO_SERVER_ERROR',
  'SYSPRO_UNEXPECTED_STATUS',
  'SYSPRO_REDIRECTED',
  'SYSPRO_NOT_JSON',
  'SYSPRO_INVALID_JSON',
  'SYSPRO_UNEXPECTED_SHAPE',
  'SYSPRO_RESPONSE_TOO_LARGE',
  'SYSPRO_URL_TOO_LONG',
  'SYSPRO_PAGING_STUCK',
  'SYSPRO_FOREIGN_LINK',
] as const;

export type SysproErrorCode = (typeof SYSPRO_ERROR_CODES)[number];

interface Kind {
  /** May the same request succeed by itself shortly? */
  readonly retryable: boolean;
  /** What happened, and what a person does about it. */
  readonly text: string;
}

/** The one place that says what a failed request means. */
const KINDS: Record<SysproErrorCode, Kind> = {
  SYSPRO_UNREACHABLE: {
    retryable: true,
    text: 'cannot be reached; check odata.baseUrl, the network and that the SYSPRO OData service runs',
  },
  SYSPRO_TLS: {
    retryable: false,
    text: 'offers a certificate that is not trusted; install its authority (NODE_EXTRA_CA_CERTS) or renew it',
  },
  SYSPRO_TIMEOUT: { retryable: true, text: 'did not answer in timeouts.requestSeconds' },
  SYSPRO_CONNECTION_BROKEN: { retryable: true, text: 'broke the connection before the answer was complete' },
  SYSPRO_UNAUTHORIZED: {
    retryable: false,
    text: 'refused the credentials (401); check odata.username and odata.password, and restart the OData service after enabling an operator',
  },
  SYSPRO_FORBIDDEN: {
    retryable: false,
    text: 'does not let this operator read the table (403); grant SELECT to its SQL login',
  },
  SYSPRO_NOT_FOUND: {
    retryable: false,
    text: 'does not know this address (404); check odata.baseUrl with its company, and the table name',
  },
  SYSPRO_QUERY_REFUSED: {
    retryable: false,
    text: 'refused the query; a column may be missing in this version (odata.select: false) or a limit is lower (odata.maxFilterNodes, odata.dateLiteral)',
  },
  SYSPRO_THROTTLED: { retryable: true, text: 'asks for fewer requests (429)' },
  SYSPRO_SERVER_ERROR: { retryable: true, text: 'failed (5xx); its own log says why' },
  SYSPRO_UNEXPECTED_STATUS: { retryable: false, text: 'answered with a status this product does not know' },
  SYSPRO_REDIRECTED: {
    retryable: false,
    text: 'redirects elsewhere; credentials are not sent there. Set odata.baseUrl to the final address',
  },
  SYSPRO_NOT_JSON: {
    retryable: false,
    text: 'answered with something other than JSON; a proxy, a login page or another site may stand at odata.baseUrl',
  },
  SYSPRO_INVALID_JSON: { retryable: true, text: 'sent JSON that is cut off or malformed' },
  SYSPRO_UNEXPECTED_SHAPE: { retryable: false, text: 'sent JSON that is not an OData collection' },
  SYSPRO_RESPONSE_TOO_LARGE: {
    retryable: false,
    text: 'sent more than odata.maxResponseMegabytes in one answer; lower poll.pageSize',
  },
  SYSPRO_URL_TOO_LONG: {
    retryable: false,
    text: 'would be asked with a URL longer than odata.maxUrlLength; the base URL or a key is too long',
  },
  SYSPRO_PAGING_STUCK: {
    retryable: false,
    text: 'returned the same page again; set odata.paging: skip',
  },
  SYSPRO_FOREIGN_LINK: {
    retryable: false,
    text: 'pointed its next page outside odata.baseUrl; credentials are not sent there',
  },
};

/** Which request failed, without its values. */
export interface FailedRequest {
  readonly connection: string;
  /** Table, or `service` when no table was asked for. */
  readonly table: string;
}

/** A request to SYSPRO that did not give rows; the message names connection, table and what to do. */
export class SysproError extends BridgeError<SysproErrorCode> {
  constructor(code: SysproErrorCode, request: FailedRequest, details: SafeDetails = {}, cause?: unknown) {
    super(code, `${request.connection}: SYSPRO (${request.table}) ${KINDS[code].text}`, {
      retryable: KINDS[code].retryable,
      details: { ...request, ...details },
      cause,
    });
  }
}

/** The meaning of an HTTP status; undefined for a good one. */
export function codeOfStatus(status: number): SysproErrorCode | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400) return 'SYSPRO_REDIRECTED';
  if (status === 501) return 'SYSPRO_QUERY_REFUSED';
  if (status >= 500) return 'SYSPRO_SERVER_ERROR';
  return STATUS_CODES[status] ?? 'SYSPRO_UNEXPECTED_STATUS';
}

const STATUS_CODES: Readonly<Record<number, SysproErrorCode>> = {
  400: 'SYSPRO_QUERY_REFUSED',
  401: 'SYSPRO_UNAUTHORIZED',
  403: 'SYSPRO_FORBIDDEN',
  404: 'SYSPRO_NOT_FOUND',
  408: 'SYSPRO_TIMEOUT',
  414: 'SYSPRO_URL_TOO_LONG',
  429: 'SYSPRO_THROTTLED',
};

/** The meaning of a failed exchange, by the `code` of undici, the socket or TLS. */
export function codeOfTransport(error: unknown): SysproErrorCode {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  const known = typeof code === 'string' ? code : '';
  if (/TIMEOUT|ETIMEDOUT/.test(known) || name === 'TimeoutError') return 'SYSPRO_TIMEOUT';
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(known)) return 'SYSPRO_TLS';
  if (/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/.test(known))
    return 'SYSPRO_UNREACHABLE';
  return 'SYSPRO_CONNECTION_BROKEN';
}
