/** A short name for an error of any kind, fit to be shown: its code, else its class; never its message. */
export function errorCodeOf(error: unknown): string {
  const { code, name } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  if (typeof code === 'string' && code !== '') return code;
  return typeof name === 'string' && name !== '' ? name : 'UNKNOWN';
}
