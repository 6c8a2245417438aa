/**
 * Names the processes that a finished run left behind and fails if there are any. They are known by a directory of
 * that run, its TMPDIR: every descendant has it in its environment, its command line or as its working directory
 * (Postgres overwrites its environment but works in its data directory). Linux only, as the gate is.
 *
 * Usage: node scripts/leftover-processes.mjs DIRECTORY
 */
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

const PATIENCE_MS = 15_000;
const mark = process.argv[2];
const deadline = Date.now() + PATIENCE_MS;

let left = leftovers();
while (left.length > 0 && Date.now() < deadline) {
  await new Promise((resolve) => setTimeout(resolve, 250));
  left = leftovers();
}
for (const { pid, commandLine } of left) console.error(`left behind: ${pid} ${commandLine}`);
process.exitCode = left.length === 0 ? 0 : 1;

function leftovers() {
  const ours = ancestors();
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && !ours.has(name))
    .map((pid) => ({ pid, commandLine: read(pid, 'cmdline').replaceAll('\0', ' ').trim() }))
    .filter(({ pid, commandLine }) =>
      [commandLine, read(pid, 'environ'), workingDirectory(pid)].some((text) => text.includes(mark)),
    );
}

function ancestors() {
  const found = new Set();
  for (let pid = String(process.pid); pid !== '' && pid !== '0' && !found.has(pid);) {
    found.add(pid);
    pid = /^PPid:\s*(\d+)/m.exec(read(pid, 'status'))?.[1] ?? '';
  }
  return found;
}

function read(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function workingDirectory(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}
