import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { ConnectionActivity, HeldConnection } from '../holding/connection-activity.js';
import { ConnectionHolder } from '../holding/connection-holder.js';
import { TestRequests } from './test-requests.js';
import { TesterRunner } from './tester-runner.js';

const LOOK_EVERY_MS = 1_000;

/** Answers the test requests that other processes have left for a connection held here. */
@Injectable()
export class TestRequestActivity<S extends object> implements ConnectionActivity<S> {
  readonly name = 'connection-tests';

  constructor(
    private readonly requests: TestRequests,
    private readonly tester: TesterRunner<S>,
    holder: ConnectionHolder<S>,
  ) {
    holder.register(this);
  }

  async run(held: HeldConnection<S>): Promise<void> {
    while (!held.signal.aborted) {
      for (const id of await this.requests.waiting(held.connection.id)) {
        if (held.signal.aborted) return;
        await this.requests.finish(id, await this.tester.run(held));
      }
      await delay(LOOK_EVERY_MS, undefined, { signal: held.signal }).catch(() => undefined);
    }
  }
}
