import { Pool } from 'undici';

export interface Endpoint {
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface LoadResult {
  readonly seconds: number;
  /** Of each request, in milliseconds. */
  readonly latencies: readonly number[];
}

/**
 * Posts every body once, `concurrency` at a time, each over a connection that is kept.
 * @throws Error when one is not answered 200
 */
export async function load(endpoint: Endpoint, bodies: readonly string[], concurrency: number): Promise<LoadResult> {
  const { origin, path } = endpoint;
  const headers = { 'content-type': 'application/json', ...endpoint.headers };
  const client = new Pool(origin, { connections: concurrency, pipelining: 1 });
  const latencies: number[] = [];
  const rest = bodies.values();
  const worker = async (): Promise<void> => {
    for (const body of rest) {
      const sentAt = performance.now();
      const { statusCode, body: answer } = await client.request({ method: 'POST', path, headers, body });
      const text = await answer.text();
      latencies.push(performance.now() - sentAt);
      if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${text.slice(0, 300)}`);
    }
  };
  const startedAt = performance.now();
  try {
    await Promise.all(Array.from({ length: concurrency }, worker));
    return { seconds: (performance.now() - startedAt) / 1_000, latencies };
  } finally {
    await client.close();
  }
}
