/**
 * Entry of `npm start`, `npm test` and the other tasks. Runs on any Node from 20 on, before anything is installed:
 * installs what is missing, then goes on under the pinned Node with the task in `tasks.mjs`.
 */
import { realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from './child.mjs';
import { ensureInstalled, pinnedNode } from './install.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [task, ...args] = process.argv.slice(2);
const PARENT_LOOKED_AFTER_EVERY_MS = 500;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`\n${error.code === undefined ? '' : `${error.code}: `}${error.message}`);
  process.exitCode = 1;
}

async function main() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Error(`Node 20 or newer is needed to begin with; this is ${process.version}.`);
  }
  followParent();
  await ensureInstalled(root);
  if (runsOnPinnedNode()) {
    const { runTask } = await import('./tasks.mjs');
    return runTask(root, task, args);
  }
  // the extra channel lets the other process notice when this one dies without a word
  return runChild(
    pinnedNode(root),
    [fileURLToPath(import.meta.url), task, ...args].filter((part) => part !== undefined),
    {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}` },
    },
  );
}

function runsOnPinnedNode() {
  try {
    return realpathSync(process.execPath) === realpathSync(pinnedNode(root));
  } catch {
    return false;
  }
}

/** Nothing may go on when the command that we are part of is killed, by SIGKILL too: it cannot tell us. */
function followParent() {
  const stop = () => process.kill(process.pid, 'SIGTERM');
  if (process.channel !== undefined) {
    process.once('disconnect', stop);
    process.channel.unref();
  } else if (process.env.npm_lifecycle_event !== undefined) {
    const npm = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid === npm) return;
      clearInterval(watch);
      stop();
    }, PARENT_LOOKED_AFTER_EVERY_MS);
    watch.unref();
  }
}
