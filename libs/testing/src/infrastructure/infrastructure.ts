export type InfrastructureKind = 'external' | 'docker' | 'embedded';

/** Receives one line for people: progress, choices, warnings. Never a secret. */
export type LogLine = (line: string) => void;

/** A running Kafka and Postgres. */
export interface Infrastructure {
  readonly kind: InfrastructureKind;
  /** `host:port[,host:port…]`, ready for KAFKA_BROKERS. */
  readonly brokers: string;
  /** Of an account that may create databases, ready for DATABASE_URL. */
  readonly databaseUrl: string;
  /** Stops what was started here (nothing, for the external kind) and removes temporary data. Safe to call twice. */
  stop(): Promise<void>;
}

export interface FixedPorts {
  readonly kafka?: number;
  readonly postgres?: number;
}

export interface InfrastructureOptions {
  /** Keeps Kafka's log and Postgres's data there between runs; only the embedded kind can, so it is used. */
  readonly dataDir?: string;
  /** Restricts the choice; the order of preference stays external, docker, embedded. */
  readonly kinds?: readonly InfrastructureKind[];
  /** Ports of the embedded kind; free ones when absent. */
  readonly ports?: FixedPorts;
  readonly log: LogLine;
  /** Where KAFKA_BROKERS and DATABASE_URL are looked up; the process environment when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** One of the two servers, started. */
export interface StartedServer {
  /** `host:port` for Kafka, a connection URL for Postgres. */
  readonly address: string;
  stop(): Promise<void>;
}
