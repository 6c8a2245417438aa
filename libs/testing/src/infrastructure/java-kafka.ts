import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BROKER_LOGGING, brokerProperties } from './broker-properties.js';
import { startGuarded } from './child-guard.js';
import { freePort } from './free-port.js';
import type { StartedServer } from './infrastructure.js';
import { InfrastructureError } from './infrastructure-error.js';
import { runCommand } from './run-command.js';
import { waitUntilStarted } from './wait-until-started.js';

export interface JavaKafkaOptions {
  readonly java: string;
  /** The folder of the broker's jars. */
  readonly jars: string;
  /** Settings, log and cluster id live here. */
  readonly dir: string;
  /** False: the directory goes when the broker stops, and the broker is killed rather than asked. */
  readonly keep: boolean;
  readonly port: number;
  /** Instead of the one that `keep` asks for. */
  readonly stopSignal?: NodeJS.Signals;
}

const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
/** Without the optimising compiler a broker is up in half the time, and short runs never earn its work back. */
const QUICK_START = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/**
 * One KRaft node from Apache's jars, formatted on first use of its directory.
 * @throws InfrastructureError `PORT_IN_USE`, `DATA_DIR_IN_USE`, `KAFKA_START_FAILED`.
 */
export async function startJavaKafka(options: JavaKafkaOptions): Promise<StartedServer> {
  const { java, dir, keep, port, stopSignal = keep ? 'SIGTERM' : 'SIGKILL' } = options;
  const logDir = join(dir, 'log');
  const settings = join(dir, 'server.properties');
  const logging = join(dir, 'log4j2.properties');
  const classpath = ['-cp', join(options.jars, '*')];
  await mkdir(logDir, { recursive: true });
  await writeFile(settings, brokerProperties({ port, controllerPort: await freePort(), logDir }));
  await writeFile(logging, BROKER_LOGGING);
  if (!existsSync(join(logDir, 'meta.properties'))) await format(java, classpath, settings);
  const broker = startGuarded({
    command: java,
    args: [
      ...QUICK_START,
      '-Xms128m',
      '-Xmx512m',
      `-Dlog4j2.configurationFile=${logging}`,
      ...classpath,
      'kafka.Kafka',
      settings,
    ],
    stopSignal,
    graceMs: STOP_WITHIN_MS,
    removeOnExit: keep ? [] : [dir],
  });
  await waitUntilStarted(broker, {
    readyLine: /Kafka Server started/,
    withinMs: START_WITHIN_MS,
    explain: (output) => explainKafka(output, port),
  });
  return { address: `127.0.0.1:${port}`, stop: () => broker.stop() };
}

async function format(java: string, classpath: readonly string[], settings: string): Promise<void> {
  const clusterId = `A${randomBytes(16).toString('base64url').slice(1)}`;
  const args = [...QUICK_START, ...classpath, 'kafka.tools.StorageTool', 'format'];
  const result = await runCommand(java, [...args, '--cluster-id', clusterId, '--config', settings]);
  if (result.outcome !== 'done') throw explainKafka(result.output, undefined);
}

/** The reason why a broker did not come up, from what it wrote. */
export function explainKafka(output: string, port: number | undefined): InfrastructureError {
  if (/Address already in use|Socket server failed to bind/.test(output)) {
    return new InfrastructureError('PORT_IN_USE', `Kafka cannot listen on port ${port}: it is in use.`, {
      port: port ?? null,
    });
  }
  if (/Failed to acquire lock on file/.test(output)) {
    return new InfrastructureError('DATA_DIR_IN_USE', 'Another Kafka broker works on the data directory.');
  }
  return new InfrastructureError('KAFKA_START_FAILED', `The Kafka broker did not start. It wrote:\n${output}`);
}
