import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PROGRESS_EVERY_MS = 5_000;
const LOOK_AGAIN_AFTER_MS = 1_000;

/**
 * Installs when node_modules is missing or not what package-lock.json asks for. Two commands started together on a
 * fresh clone install once: the second waits for the first.
 * @throws Error with a message for people when npm is missing or the install fails.
 */
export async function ensureInstalled(root, say = (line) => console.error(line)) {
  if (isInstalled(root)) return;
  const release = await takeInstallLock(join(root, '.cache', 'install.lock'), say);
  try {
    if (isInstalled(root)) return;
    say('Installing the dependencies, this takes a minute or two …');
    // not `ci`: it refuses a lock file made where the registry lacks some optional packages for other machines.
    // `--no-save` keeps to the versions of the lock file and leaves the file alone
    await npm(root, ['install', '--no-save', '--no-audit', '--no-fund'], say);
    if (!existsSync(pinnedNode(root))) await npm(root, ['rebuild', 'node'], say);
    if (!existsSync(pinnedNode(root))) {
      throw new Error(
        `The pinned Node did not arrive at ${pinnedNode(root)}: its install script was not allowed to run.`,
      );
    }
  } finally {
    release();
  }
}

export function pinnedNode(root) {
  return join(root, 'node_modules', 'node', 'bin', 'node');
}

function isInstalled(root) {
  if (!existsSync(pinnedNode(root))) return false;
  return isUpToDate(
    readPackages(join(root, 'package-lock.json')),
    readPackages(join(root, 'node_modules', '.package-lock.json')),
  );
}

/**
 * Does what npm noted as installed satisfy the lock file? Compared by content, because a checkout gives the lock
 * file a new date without a new content. Packages for other machines (optional) may be absent.
 */
export function isUpToDate(locked, installed) {
  if (installed === undefined) return false;
  if (locked === undefined) return true;
  return Object.entries(locked).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found === undefined) return Boolean(wanted.optional || wanted.devOptional);
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return undefined;
  }
}

function npm(root, args, say) {
  return new Promise((resolve, reject) => {
    const startedAt = Date.now();
    // npm must not run on the Node that it is about to replace
    const path = (process.env.PATH ?? '')
      .split(':')
      .filter((folder) => !folder.includes('node_modules'))
      .join(':');
    const child = spawn('npm', args, { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, PATH: path } });
    const progress = setInterval(() => {
      const seconds = Math.round((Date.now() - startedAt) / 1_000);
      say(`  npm ${args[0]}: ${seconds} s, ${packagesPresent(root)} packages in node_modules`);
    }, PROGRESS_EVERY_MS);
    const interrupt = (signal) => child.kill(signal);
    process.once('SIGTERM', interrupt);
    const finished = () => {
      clearInterval(progress);
      process.removeListener('SIGTERM', interrupt);
    };
    child.once('error', (error) => {
      finished();
      const reason =
        error.code === 'ENOENT' ? 'npm was not found on the PATH; install Node 20 or newer with npm' : error.message;
      reject(new Error(`The dependencies cannot be installed: ${reason}.`));
    });
    child.once('close', (code, signal) => {
      finished();
      if (code === 0) resolve();
      else reject(new Error(`The dependencies cannot be installed: npm ${args[0]} ended with ${signal ?? code}.`));
    });
  });
}

function packagesPresent(root) {
  try {
    return readdirSync(join(root, 'node_modules')).filter((name) => !name.startsWith('.')).length;
  } catch {
    return 0;
  }
}

async function takeInstallLock(lock, say) {
  mkdirSync(dirname(lock), { recursive: true });
  for (let waited = 0; ; waited += 1) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (ownerIsGone(lock)) rmSync(lock, { force: true });
    else {
      if (waited % 10 === 0) say('Another command is installing the dependencies, waiting …');
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_AFTER_MS));
    }
  }
}

function ownerIsGone(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    // a lock without a pid is being written at this moment, unless it stayed so
    if (!pid) return Date.now() - statSync(lock).mtimeMs > 10_000;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
