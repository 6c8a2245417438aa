/** One wrong field of a request: its path and the rule it breaks, never its value. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

export interface ProblemOptions {
  readonly errors?: readonly FieldProblem[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** Ends a request with problem+json. Belongs to controllers: domain code throws BridgeErrors. */
export class ProblemError extends Error {
  readonly errors: readonly FieldProblem[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    options: ProblemOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ProblemError';
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }
}

export function problem(status: number, code: string, message: string, options?: ProblemOptions): ProblemError {
  return new ProblemError(status, code, message, options);
}
