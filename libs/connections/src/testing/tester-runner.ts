import { isBridgeError } from '@ledgerbridge/contracts';
import { KnownSecrets, LOGGER, type Logger } from '@ledgerbridge/service';
import { Inject, Injectable } from '@nestjs/common';
import { CONNECTION_TESTER } from '../connections.tokens.js';
import type { HeldConnection } from '../holding/connection-activity.js';
import type { ConnectionCheck, ConnectionTester } from './connection-tester.js';

/** Runs the service's tester. One that throws is a failed check; known secrets are masked whatever a system's answer quotes. */
@Injectable()
export class TesterRunner<S extends object> {
  constructor(
    @Inject(CONNECTION_TESTER) private readonly tester: ConnectionTester<S>,
    private readonly secrets: KnownSecrets,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async run(held: HeldConnection<S>): Promise<ConnectionCheck[]> {
    const checks = await this.test(held);
    return checks.map(({ name, ok, detail }) => ({ name, ok, detail: this.secrets.mask(detail) }));
  }

  private async test(held: HeldConnection<S>): Promise<ConnectionCheck[]> {
    try {
      return await this.tester.test(held);
    } catch (error) {
      if (isBridgeError(error)) return [{ name: 'test', ok: false, detail: `${error.code}: ${error.message}` }];
      this.logger.error({ err: error, connection: held.connection.id }, 'connection test failed');
      return [{ name: 'test', ok: false, detail: 'The test itself failed; the log of the service says why' }];
    }
  }
}
