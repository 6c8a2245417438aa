import { createServer } from 'node:net';
import { isBridgeError } from '@ledgerbridge/contracts';

/** A TCP port of 127.0.0.1 that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
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
