import { fstatSync } from 'node:fs';

/** Calls `gone` when the parent closes our standard input. Only a pipe tells: a terminal or /dev/null says nothing about it. */
export function whenParentIsGone(gone: () => void): void {
  const input = fstatSync(0);
  if (!input.isFIFO() && !input.isSocket()) return;
  process.stdin.on('end', gone).on('close', gone).resume();
}
