export interface BrokerSettings {
  readonly port: number;
  readonly controllerPort: number;
  /** Absolute. */
  readonly logDir: string;
}

/**
 * The `server.properties` of one node that is broker and controller at once, on loopback only. Replication 1 because
 * there is nobody to replicate to; few partitions in the internal topics and no rebalance delay because tests wait
 * for both; retention unlimited as on the canonical topics.
 */
export function brokerProperties(settings: BrokerSettings): string {
  const { port, controllerPort, logDir } = settings;
  const properties: Record<string, string | number> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'log.dirs': logDir.replaceAll('\\', '/'),
    'auto.create.topics.enable': 'false',
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'log.retention.ms': -1,
    'log.segment.bytes': 64 * 1024 * 1024,
    'log.index.size.max.bytes': 1024 * 1024,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Log4j 2: warnings, and the one line that says that the broker serves. */
export const BROKER_LOGGING = `rootLogger.level=warn
rootLogger.appenderRef.console.ref=CONSOLE
appender.console.type=Console
appender.console.name=CONSOLE
appender.console.layout.type=PatternLayout
appender.console.layout.pattern=%p %c{1} %m%n%throwable{short.message}
logger.server.name=kafka.server.KafkaRaftServer
logger.server.level=info
`;
