import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '../fixtures/until.js';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');

interface Command {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  stdout(): string;
  stderr(): string;
}

function infraCommand(args: readonly string[] = []): Command {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_OPTIONS: '' };
  for (const given of ['KAFKA_BROKERS', 'DATABASE_URL', 'npm_lifecycle_event']) delete env[given];
  const child = spawn(process.execPath, [join(ROOT, 'scripts', 'run.mjs'), 'infra', ...args], { env, cwd: '/' });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, exited, stdout: () => stdout, stderr: () => stderr };
}

async function addresses(command: Command): Promise<{ kafka: number; postgres: number }> {
  const shape = /^KAFKA_BROKERS=127\.0\.0\.1:(\d+)\nDATABASE_URL=postgres:\/\/\S+@127\.0\.0\.1:(\d+)\/postgres\n$/;
  const [, kafka, postgres] = await until(() => shape.exec(command.stdout()) ?? undefined, {
    timeoutMs: 45_000,
    what: 'two NAME=value lines and nothing else',
  });
  return { kafka: Number(kafka), postgres: Number(postgres) };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

describe('npm run infra', () => {
  let command: Command | undefined;
  afterEach(async () => {
    command?.child.kill('SIGTERM');
    await command?.exited;
  });

  it('given SIGTERM, when it serves, then it ends with 0 and both servers are gone', async () => {
    command = infraCommand();
    const ports = await addresses(command);
    expect(await Promise.all([listens(ports.kafka), listens(ports.postgres)])).toEqual([true, true]);
    command.child.kill('SIGTERM');
    await expect(command.exited).resolves.toBe(0);
    expect(await Promise.all([listens(ports.kafka), listens(ports.postgres)])).toEqual([false, false]);
    expect(command.stderr()).toContain(
      'infrastructure: embedded (not external: KAFKA_BROKERS and DATABASE_URL not set',
    );
  });

  it('given SIGKILL, when it serves, then both servers go all the same', async () => {
    command = infraCommand();
    const ports = await addresses(command);
    command.child.kill('SIGKILL');
    await command.exited;
    for (const port of [ports.kafka, ports.postgres]) {
      await until(async () => !(await listens(port)), { what: `silence on port ${port}` });
    }
  });

  it('given an unusable port, when starting, then ends with 1 and names the option', async () => {
    command = infraCommand(['--kafka-port', 'ninety']);
    await expect(command.exited).resolves.toBe(1);
    expect(command.stderr()).toContain('--kafka-port must be a port number');
  });
});
