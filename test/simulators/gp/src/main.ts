import { fstatSync } from 'node:fs';
import { readConfig, USAGE } from './main.config.js';
import { startGpSimulator } from './simulator.js';

/** Runs until SIGTERM, SIGINT, or the end of a piped standard input (the parent is gone). Prints one JSON line when ready. */
async function main(): Promise<void> {
  const options = readConfig(process.argv.slice(2), process.env);
  const simulator = await startGpSimulator(options);
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  onParentGone(stop);
  const { url, endpoint, port, controlUrl } = simulator;
  process.stdout.write(`${JSON.stringify({ ready: true, simulator: 'gp', url, endpoint, port, controlUrl })}\n`);
  await stopped;
  await simulator.close();
  process.stdin.destroy();
}

/** A terminal or /dev/null as standard input says nothing about the parent; a pipe that ends does. */
function onParentGone(stop: () => void): void {
  const input = fstatSync(0, { throwIfNoEntry: false });
  if (input === undefined || !(input.isFIFO() || input.isSocket())) return;
  process.stdin.once('end', stop).once('error', stop).resume();
}

if (process.argv.includes('--help')) {
  console.log(USAGE);
} else {
  main().catch((error: unknown) => {
    console.error((error as Error).message);
    process.exitCode = 1;
  });
}
