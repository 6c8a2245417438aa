import { join } from 'node:path';
import { check } from './check.mjs';
import { checkGenerated } from './check-generated.mjs';
import { runChild } from './child.mjs';
import { runJest } from './jest.mjs';
import { serveInfrastructure, withInfrastructure } from './with-infrastructure.mjs';

/** What every tool started from here sees: no Nx daemon or full-screen interface, nothing left running. */
const TOOL_ENVIRONMENT = { NX_DAEMON: 'false', NX_TUI: 'false' };

const TASKS = {
  start: async ({ root, args }) =>
    (await build(root)) || runChild(process.execPath, [join(root, 'test', 'sandbox', 'dist', 'main.js'), ...args]),
  bench: async ({ root, args: [name, ...args] }) =>
    (await build(root)) || runChild(process.execPath, [join(root, 'test', 'bench', 'dist', `${name}.js`), ...args]),
  faults: async ({ root, args }) =>
    (await build(root)) || runChild(process.execPath, [join(root, 'test', 'faults', 'dist', 'main.js'), ...args]),
  rules: async ({ root, args }) =>
    (await build(root)) ||
    withInfrastructure((env) =>
      runChild(process.execPath, [join(root, 'test', 'rules', 'dist', 'main.js'), ...args], {
        env: { ...process.env, ...env },
      }),
    ),
  infra: async ({ root, args }) => (await build(root, ['libs/testing'])) || serveInfrastructure(args),
  build: ({ root, args }) => build(root, args),
  'test:unit': ({ root, args }) => runJest(root, 'unit', args),
  'test:int': async ({ root, args }) =>
    (await build(root)) || withInfrastructure((env) => runJest(root, 'int', args, env)),
  test: async ({ root, args }) => {
    const unit = await TASKS['test:unit']({ root, args });
    const integration = await TASKS['test:int']({ root, args });
    return unit || integration;
  },
  lint: async ({ root, args }) => {
    // without a project graph at hand the boundary rule of Nx skips itself with a warning
    const graph = await runChild(tool(root, 'nx'), ['show', 'projects'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return graph || runChild(tool(root, 'eslint'), args.length > 0 ? args : ['.'], { cwd: root });
  },
  types: async ({ root }) =>
    (await build(root)) || runChild(tool(root, 'tsc'), ['-p', 'tsconfig.spec.json'], { cwd: root }),
  generate: ({ root }) => generate(root),
  'check:generated': ({ root }) => checkGenerated(root, () => generate(root)),
  check: ({ root, args }) => check(root, args),
};

/** Runs one task; resolves with its exit code. */
export async function runTask(root, name, args) {
  const task = Object.hasOwn(TASKS, name ?? '') ? TASKS[name] : undefined;
  if (task === undefined) {
    console.error(`Unknown task ${name ?? '(none)'}; there are: ${Object.keys(TASKS).join(', ')}.`);
    return 2;
  }
  Object.assign(process.env, TOOL_ENVIRONMENT);
  return task({ root, args });
}

function build(root, projects = []) {
  return runChild(tool(root, 'tsc'), ['-b', ...projects], { cwd: root, stdio: ['ignore', 2, 2] });
}

function generate(root) {
  return runChild('npm', ['run', '--silent', 'generate', '-w', '@ledgerbridge/contracts'], { cwd: root });
}

function tool(root, name) {
  return join(root, 'node_modules', '.bin', name);
}
