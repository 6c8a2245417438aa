import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startExternal } from './external.js';
import { freePort } from './free-port.js';
import { findJava } from './java-runtime.js';
import { kafkaJars } from './kafka-jars.js';
import { postgresAccount } from './postgres-account.js';
import { postgresBinaries } from './postgres-binaries.js';

const itAsRoot = userInfo().uid === 0 ? it : it.skip;

describe('what the first use needs', () => {
  let dir: string;
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);

  beforeEach(async () => {
    lines.length = 0;
    dir = await mkdtemp(join(tmpdir(), 'first-use-spec-'));
    await writeFile(join(dir, 'pom.xml'), '<project/>');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const script = async (name: string, body: string) => {
    const path = join(dir, name);
    await writeFile(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    return path;
  };
  const jars = (maven: string) => kafkaJars({ log, maven, pom: join(dir, 'pom.xml'), cacheDir: join(dir, 'cache') });
  const fetching = `for arg in "$@"; do case "$arg" in -DoutputDirectory=*) touch "\${arg#*=}/kafka.jar";; esac; done
    echo 'Downloaded from central: https://repo/kafka.jar (5 MB at 1 MB/s)'; echo run >> "$0.runs"`;

  it('given no jars, when asked twice, then Maven fetches them once and people see it', async () => {
    const maven = await script('mvn', fetching);
    const first = await jars(maven);
    await expect(readdir(first)).resolves.toEqual(['kafka.jar']);
    expect(lines.join('\n')).toMatch(/fetching the broker.*\n.*kafka\.jar \(5 MB/);
    await expect(jars('/no/such/mvn')).resolves.toBe(first);
  });

  it('given two processes that fetch at once, then both get a complete folder and no other is left', async () => {
    const maven = await script('mvn', fetching);
    const [one, two] = await Promise.all([jars(maven), jars(maven)]);
    expect(two).toBe(one);
    await expect(readdir(join(dir, 'cache'))).resolves.toHaveLength(1);
  });

  it('given a Maven that fails, then says why and caches nothing', async () => {
    const maven = await script('mvn', "echo '[ERROR] no route to central'; exit 1");
    await expect(jars(maven)).rejects.toMatchObject({
      code: 'JARS_NOT_FETCHED',
      message: expect.stringContaining('no route to central'),
    });
    await expect(readdir(join(dir, 'cache'))).resolves.toEqual([]);
  });

  it('given no Maven, then says what to install', async () => {
    await expect(jars('/no/such/mvn')).rejects.toMatchObject({ code: 'MAVEN_MISSING' });
  });

  it('given a JAVA_HOME without Java, then says so', async () => {
    await expect(findJava(dir)).rejects.toMatchObject({ code: 'JAVA_MISSING' });
  });

  itAsRoot(
    'given binaries in a private directory, when root, then a copy is used that the account can run',
    async () => {
      const native = join(dir, 'native');
      await mkdir(join(native, 'bin'), { recursive: true });
      await script('native/bin/initdb', 'echo fine');
      await chmod(dir, 0o700);
      const binaries = await postgresBinaries(await postgresAccount(), native);
      expect(binaries.temporary).toBeDefined();
      expect(binaries.initdb.startsWith(dir)).toBe(false);
      expect(existsSync(binaries.initdb)).toBe(true);
      await rm(binaries.temporary ?? '', { recursive: true });
    },
  );

  it('given addresses where nobody listens, then names the variable', async () => {
    const env = { KAFKA_BROKERS: `127.0.0.1:${await freePort()}`, DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/d' };
    await expect(startExternal(env)).rejects.toMatchObject({
      code: 'EXTERNAL_UNREACHABLE',
      details: { variable: 'KAFKA_BROKERS' },
      message: expect.not.stringContaining('secret'),
    });
  });

  it('given addresses that answer, then they are used as they are', async () => {
    const env = { KAFKA_BROKERS: process.env.KAFKA_BROKERS, DATABASE_URL: process.env.DATABASE_URL };
    await expect(startExternal(env)).resolves.toMatchObject({ kind: 'external', brokers: env.KAFKA_BROKERS });
  });
});
