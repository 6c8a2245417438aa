import { join } from 'node:path';
import { InfrastructureError } from './infrastructure-error.js';
import { runCommand, type CommandResult } from './run-command.js';

const OLDEST_JAVA = 17;
const WAYS_OUT =
  'Install it (Debian: apt-get install openjdk-17-jre-headless), start Docker, or set KAFKA_BROKERS and DATABASE_URL.';

/**
 * The `java` of JAVA_HOME, else of the PATH, once it is known to be new enough for Kafka 4.
 * @throws InfrastructureError `JAVA_MISSING`, `JAVA_TOO_OLD`.
 */
export async function findJava(javaHome: string | undefined): Promise<string> {
  const java = javaHome ? join(javaHome, 'bin', 'java') : 'java';
  assertJavaVersion(await runCommand(java, ['-version']), java);
  return java;
}

export function assertJavaVersion(result: CommandResult, java: string): void {
  if (result.outcome !== 'done') {
    throw new InfrastructureError(
      'JAVA_MISSING',
      `Kafka needs Java ${OLDEST_JAVA} or newer: ${java} cannot be run. ${WAYS_OUT}`,
    );
  }
  const version = javaMajor(result.output);
  if (version !== undefined && version < OLDEST_JAVA) {
    throw new InfrastructureError(
      'JAVA_TOO_OLD',
      `Kafka needs Java ${OLDEST_JAVA} or newer: ${java} is version ${version}. ${WAYS_OUT}`,
      { version },
    );
  }
}

/** `openjdk version "17.0.15" …` → 17, `java version "1.8.0_401"` → 8, anything else → undefined. */
export function javaMajor(versionOutput: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(versionOutput);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}
