import type { Role } from '../auth/role.js';

/** One key of the ring that wraps the data keys of sealed credentials. `key` is 32 bytes. */
export interface CredentialKey {
  readonly id: string;
  readonly key: Buffer;
}

/** A bearer token and what its owner may do; `role/name` is how the owner appears in audit trails. */
export interface ApiToken {
  readonly role: Role;
  readonly name: string;
  readonly token: string;
}

/** What every service is told from outside, validated and frozen. */
export interface ServiceConfig {
  /** Name of the service: group id, log field, metric label. */
  readonly service: string;
  readonly kafka: {
    readonly brokers: string[];
    /** Put before every topic and group id: shared clusters and tests. */
    readonly topicPrefix: string;
    /** Partitions of topics this service creates. */
    readonly partitions: number;
    /** Replicas of topics this service creates; -1 = the cluster's `default.replication.factor`. */
    readonly replication: number;
    /** May this service create missing topics? */
    readonly create: boolean;
  };
  readonly database: {
    readonly url: string;
    /** false: migrations are somebody else's job; the start is refused while one is pending. */
    readonly migrate: boolean;
  };
  /** The first one seals, all of them open. Empty for a service without connections. */
  readonly credentialKeys: readonly CredentialKey[];
  readonly apiTokens: readonly ApiToken[];
  readonly connectionsFile?: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly host: string;
  /** A pino level. */
  readonly logLevel: string;
}

/** Injection token of {@link ServiceConfig}. */
export const SERVICE_CONFIG = Symbol('SERVICE_CONFIG');
