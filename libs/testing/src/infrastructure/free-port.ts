import { createServer } from 'node:net';
import { isBridgeError } from '@ledgerbridge/contracts';

/** Below what systems give to outgoing connections: any of those could take a port between our look and its use. */
const RANGE = { from: 15_000, size: 15_000 };
const LOOKS = 50;

/** A TCP port of 127.0.0.1 that nobody listens on at this moment. @throws Error when none was found */
export async function freePort(): Promise<number> {
  for (let look = 0; look < LOOKS; look += 1) {
    const port = RANGE.from + Math.floor(Math.random() * RANGE.size);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port among ${LOOKS} of ${RANGE.from} to ${RANGE.from + RANGE.size}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

const ATTEMPTS = 3;

/**
 * Starts a server on the wanted port, or on a free one; a free port that someone took in the meantime is replaced.
 * @throws what `start` throws; `PORT_IN_USE` at once when the port was wanted.
 */
export async function withPort<T>(wanted: number | undefined, start: (port: number) => Promise<T>): Promise<T> {
  if (wanted !== undefined) return start(wanted);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (!isBridgeError(error) || error.code !== 'PORT_IN_USE' || attempt === ATTEMPTS) throw error;
    }
  }
}
