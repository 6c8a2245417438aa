/** Answers one control request; what it returns becomes JSON, nothing becomes `{ ok: true }`. @throws Error for what it does not understand */
export type Handler = (input: ControlInput) => unknown;

export interface ControlInput {
  query: URLSearchParams;
  body: string;
  /** The path's second segment; empty when there is none. */
  name: string;
  site: string | undefined;
}

/** @throws Error for what is not a JSON object */
export function parseObject<T>(body: string): T {
  const value: unknown = JSON.parse(body);
  if (typeof value !== 'object' || value === null) throw new Error('a JSON object is expected');
  return value as T;
}
