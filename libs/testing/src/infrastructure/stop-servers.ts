import type { StartedServer } from './infrastructure.js';

/** Stops those that started, side by side. */
export async function stopServers(started: readonly PromiseSettledResult<StartedServer>[]): Promise<void> {
  const running = started.filter((server) => server.status === 'fulfilled');
  await Promise.all(running.map((server) => server.value.stop()));
}
