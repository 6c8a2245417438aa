interface LoggedRequest {
  readonly path: string;
  readonly query: string;
  readonly status: number;
}

/** The bare loop: sends the requests the simulator has logged once more, one after the other, and parses the answers. */
export async function replayRequests(
  simulatorUrl: string,
  credentials: string,
): Promise<{ requests: number; seconds: number }> {
  const log = (await (await fetch(`${simulatorUrl}/__sim/requests`)).json()) as { items: LoggedRequest[] };
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  const answered = log.items.filter(({ status }) => status === 200);
  const started = performance.now();
  for (const { path, query } of answered) {
    const response = await fetch(
      `${simulatorUrl}${path}${query === '' || query.startsWith('?') ? query : `?${query}`}`,
      { headers: { authorization } },
    );
    await response.json();
  }
  return { requests: answered.length, seconds: (performance.now() - started) / 1000 };
}
