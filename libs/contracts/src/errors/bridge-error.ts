/** Fields in which a target object is not what we would write. */
export type Differences = Readonly<Record<string, { readonly ours: string; readonly theirs: string }>>;

/** Details that may be logged, published and shown: never secrets, never personal data. */
export type SafeDetails = Readonly<Record<string, string | number | boolean | readonly string[] | Differences | null>>;

export interface BridgeErrorOptions {
  /** May the same call succeed later without anybody changing anything? */
  readonly retryable: boolean;
  readonly details?: SafeDetails;
  readonly cause?: unknown;
}

/**
 * The one error shape of the product. `code` comes from a closed union owned by the module that throws; callers
 * decide by `code` and `retryable`, never by `instanceof` (which lies across realms).
 */
export class BridgeError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly retryable: boolean;
  readonly details: SafeDetails;

  constructor(code: Code, message: string, options: BridgeErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryable = options.retryable;
    this.details = options.details ?? {};
  }
}

/** True for a BridgeError of any realm or copy of this module. */
export function isBridgeError(value: unknown): value is BridgeError {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { code?: unknown }).code === 'string' &&
    typeof (value as { retryable?: unknown }).retryable === 'boolean'
  );
}
