import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LogLine } from './infrastructure.js';
import { InfrastructureError } from './infrastructure-error.js';
import { runCommand } from './run-command.js';

const POM = fileURLToPath(new URL('../../embedded-kafka/pom.xml', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../../node_modules/.cache/ledgerbridge', import.meta.url));

export interface JarsOptions {
  readonly log: LogLine;
  readonly maven?: string;
  readonly pom?: string;
  readonly cacheDir?: string;
}

/**
 * The folder with the broker's jars, fetched once per content of the pom and kept under node_modules/.cache.
 * @throws InfrastructureError `MAVEN_MISSING`, `JARS_NOT_FETCHED`.
 */
export async function kafkaJars(options: JarsOptions): Promise<string> {
  const { log, maven = 'mvn', pom = POM, cacheDir = CACHE } = options;
  const digest = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 12);
  const jars = join(cacheDir, `kafka-${digest}`);
  if (existsSync(jars)) return jars;
  await mkdir(cacheDir, { recursive: true });
  const fetched = await mkdtemp(join(cacheDir, 'fetching-'));
  try {
    await fetchJars(maven, pom, fetched, log);
    // one rename: a second process sees no folder or a complete one; who comes second keeps the first one's
    await rename(fetched, jars).catch((error: unknown) => {
      if (!existsSync(jars)) throw error;
    });
    return jars;
  } finally {
    await rm(fetched, { recursive: true, force: true });
  }
}

async function fetchJars(maven: string, pom: string, target: string, log: LogLine): Promise<void> {
  log('kafka: fetching the broker (about 45 MB) with Maven, once …');
  let count = 0;
  const result = await runCommand(
    maven,
    ['-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${target}`],
    {
      onLine: (line) => {
        const progress = downloadProgress(line);
        if (progress !== undefined) log(`kafka: ${(count += 1)} ${progress}`);
      },
    },
  );
  if (result.outcome === 'done') return;
  if (result.outcome === 'failed') {
    const reason = result.output
      .split('\n')
      .filter((line) => line.startsWith('[ERROR]'))
      .slice(0, 3)
      .join(' ');
    throw new InfrastructureError('JARS_NOT_FETCHED', `Maven could not fetch the Kafka broker: ${reason}`);
  }
  throw new InfrastructureError(
    'MAVEN_MISSING',
    'The Kafka broker is fetched with Maven on first use, and mvn cannot be run. Install it (Debian: apt-get install maven), start Docker, or set KAFKA_BROKERS and DATABASE_URL.',
  );
}

/** What to tell people about one line of Maven: the jars that arrived, not the poms. */
export function downloadProgress(line: string): string | undefined {
  const match = /^(?:\[INFO\] )?Downloaded from [^:]+: \S*\/(\S+\.jar) \(([^)]+)\)/.exec(line);
  return match === null ? undefined : `${match[1]} (${match[2]})`;
}
