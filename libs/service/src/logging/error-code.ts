/** The `code` of a foreign error (`ECONNREFUSED`, a SQLSTATE, …); undefined when it has none. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined | null)?.code;
  return typeof code === 'string' || typeof code === 'number' ? String(code) : undefined;
}
