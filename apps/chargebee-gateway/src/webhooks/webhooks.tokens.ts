/** DI token of the clock that puts receipts off: milliseconds since 1970. */
export const WEBHOOK_NOW = Symbol('WEBHOOK_NOW');

/** DI token of the addresses and ranges of trusted proxies. */
export const TRUSTED_PROXIES = Symbol('TRUSTED_PROXIES');
