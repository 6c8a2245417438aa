import { BridgeError, type SafeDetails } from '@ledgerbridge/contracts';

export type InfrastructureErrorCode =
  /** This kind cannot be used here; the next one is tried. */
  | 'NOT_APPLICABLE'
  /** No kind that was allowed can be used here. */
  | 'NO_INFRASTRUCTURE'
  /** KAFKA_BROKERS or DATABASE_URL is given, but nothing answers there. */
  | 'EXTERNAL_UNREACHABLE'
  /** No Java, or one older than 17. */
  | 'JAVA_MISSING'
  | 'JAVA_TOO_OLD'
  /** The broker's jars are not there yet and Maven, which fetches them, is missing. */
  | 'MAVEN_MISSING'
  | 'JARS_NOT_FETCHED'
  | 'PORT_IN_USE'
  /** Another broker or database still works on the data directory. */
  | 'DATA_DIR_IN_USE'
  /** Run as root, Postgres works as the account `postgres`, which cannot reach the directory. */
  | 'DATA_DIR_UNREACHABLE'
  | 'POSTGRES_ACCOUNT_MISSING'
  | 'POSTGRES_BINARIES_MISSING'
  | 'KAFKA_START_FAILED'
  /** One of Kafka's own command line tools refused or did not get through. */
  | 'KAFKA_TOOL_FAILED'
  | 'POSTGRES_START_FAILED'
  /** A fixture was used without the variables that `npm run test:int` provides. */
  | 'TEST_ENVIRONMENT_MISSING';

/** Every way in which Kafka and Postgres can fail to come up. The message says what a person can do about it. */
export class InfrastructureError extends BridgeError<InfrastructureErrorCode> {
  constructor(code: InfrastructureErrorCode, message: string, details: SafeDetails = {}, cause?: unknown) {
    super(code, message, { retryable: false, details, cause });
  }
}
