import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { ConnectionsError } from '../connections.errors.js';
import { CONNECTIONS_TUNING, type ConnectionsTuning } from '../connections.tokens.js';
import { ConnectionHolder } from '../holding/connection-holder.js';
import { ConnectionRegistry } from '../registry/connection-registry.js';
import type { ConnectionCheck } from './connection-tester.js';
import { TestRequests } from './test-requests.js';
import { TesterRunner } from './tester-runner.js';

const LOOK_EVERY_MS = 250;

/** Has a connection tested by the process that holds it: here when that is us, else through a stored request. */
@Injectable()
export class ConnectionTests<S extends object> {
  constructor(
    private readonly registry: ConnectionRegistry<S>,
    private readonly holder: ConnectionHolder<S>,
    private readonly requests: TestRequests,
    private readonly tester: TesterRunner<S>,
    @Inject(CONNECTIONS_TUNING) private readonly tuning: ConnectionsTuning,
  ) {}

  /** @throws ConnectionsError CONNECTION_NOT_FOUND, or CONNECTION_NOT_HELD when no process answered in time. */
  async test(id: string): Promise<ConnectionCheck[]> {
    if (this.registry.get(id) === undefined) {
      throw new ConnectionsError('CONNECTION_NOT_FOUND', `No connection ${id}`, { connection: id });
    }
    const held = this.holder.held(id);
    return held === undefined ? this.askHolder(id) : this.tester.run(held);
  }

  private async askHolder(id: string): Promise<ConnectionCheck[]> {
    const request = await this.requests.ask(id);
    const deadline = performance.now() + this.tuning.testTimeLimitMs;
    while (performance.now() < deadline) {
      const checks = await this.requests.answer(request);
      if (checks !== undefined) return checks;
      await delay(LOOK_EVERY_MS);
    }
    const message = `No process that holds connection ${id} answered within ${this.tuning.testTimeLimitMs} ms`;
    throw new ConnectionsError('CONNECTION_NOT_HELD', message, { connection: id });
  }
}
