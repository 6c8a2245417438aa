import { frugalStart } from './memory.config.js';

const frugal = frugalStart();
// A heap is sized when its process starts: this one gives its place, its id and its pipes to one started frugally.
if (frugal !== undefined && process.platform !== 'win32' && !process.connected) {
  const { argv, execPath } = process;
  process.execve?.(execPath, [execPath, ...frugal.execArgv, ...argv.slice(1)], frugal.env);
}

// Loaded only now: what is about to be replaced need not load the service.
const { start } = await import('./start.js');
await start();
