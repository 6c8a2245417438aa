import { join } from 'node:path';
import { InfrastructureError } from './infrastructure-error.js';
import { findJava } from './java-runtime.js';
import { kafkaJars } from './kafka-jars.js';
import { runCommand } from './run-command.js';

/**
 * Kafka's own `kafka-consumer-groups`, the class that `kafka-consumer-groups.sh` starts; answers what it printed.
 * @param brokers `host:port[,host:port…]`
 * @throws InfrastructureError `KAFKA_TOOL_FAILED` with what it wrote; `JAVA_MISSING`, `MAVEN_MISSING`, …
 */
export async function runConsumerGroups(brokers: string, args: readonly string[]): Promise<string> {
  const java = await findJava(process.env.JAVA_HOME);
  const classpath = join(await kafkaJars({ log: () => undefined }), '*');
  const tool = 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand';
  const result = await runCommand(java, ['-cp', classpath, tool, '--bootstrap-server', brokers, ...args]);
  // it ends with 0 after most errors, too
  if (result.outcome === 'done' && !/^Error/m.test(result.output)) return result.output;
  throw new InfrastructureError('KAFKA_TOOL_FAILED', `kafka-consumer-groups: ${result.output.trim()}`);
}
