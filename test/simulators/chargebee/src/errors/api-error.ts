/** Body of every answer outside 2xx. `error_code`, `error_msg`, `error_param` and `http_status_code` are the original's older names, still sent. */
export interface ErrorBody {
  message: string;
  type: 'invalid_request' | 'operation_failed' | 'untyped';
  api_error_code: string;
  param?: string;
  error_code: string;
  error_msg: string;
  error_param?: string;
  http_status_code: number;
}

/** An answer the API gives instead of a result; thrown by operations, sent by the API handler. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(body.message);
    this.name = 'ApiError';
  }
}

interface ErrorParts {
  status: number;
  type: ErrorBody['type'];
  code: string;
  legacyCode?: string;
  text: string;
  param?: string;
  headers?: Record<string, string>;
}

/** Builds an error; a parameter's name is put before the text, as the original does. */
export function apiError(parts: ErrorParts): ApiError {
  const named = parts.param === undefined ? {} : { param: parts.param, error_param: parts.param };
  return new ApiError(
    parts.status,
    {
      message: parts.param === undefined ? parts.text : `${parts.param} : ${parts.text}`,
      type: parts.type,
      api_error_code: parts.code,
      error_code: parts.legacyCode ?? parts.code,
      error_msg: parts.text,
      http_status_code: parts.status,
      ...named,
    },
    parts.headers,
  );
}
