import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Switches } from '../switches.js';
import type { FaultQueue, Fault } from './fault-queue.js';
import type { Exchange } from './exchange.js';
import { challenge, type ODataHandler } from './odata-handler.js';
import { PROXY_PAGE } from './pages.js';
import { sendPage, sendStatusPage } from './reply.js';

/** Stands before the service: slow answers, faults, a credential that stops working. */
export class ServiceGate {
  private admitted = 0;

  constructor(
    private readonly handler: ODataHandler,
    private readonly faults: FaultQueue,
    private readonly switches: () => Switches,
    /** Aborted when the simulator closes: nothing waits on. */
    private readonly closing: AbortSignal,
  ) {}

  /** Starts `unauthorizedAfter` over. */
  resetAdmissions(): void {
    this.admitted = 0;
  }

  async pass(exchange: Exchange): Promise<void> {
    const { slowMs, unauthorizedAfter } = this.switches();
    if (slowMs > 0) await this.wait(slowMs);
    this.admitted += 1;
    if (unauthorizedAfter > 0 && this.admitted > unauthorizedAfter) {
      return sendStatusPage(exchange.response, '401', challenge());
    }
    const fault = this.faults.take(exchange.parsed.entity);
    if (fault === undefined) return this.handler.handle(exchange);
    return this.fail(fault, exchange);
  }

  private async fail(fault: Fault, exchange: Exchange): Promise<void> {
    const { response } = exchange;
    const retry: Record<string, string> = fault.retryAfter === undefined ? {} : { 'Retry-After': fault.retryAfter };
    switch (fault.kind) {
      case 'status':
        return sendStatusPage(response, String(fault.status ?? 503), fault.status === 401 ? challenge() : retry);
      case 'html':
        return sendPage(response, fault.status ?? 200, PROXY_PAGE, retry);
      case 'truncate':
        return this.handler.handle(Object.assign(exchange, { truncated: true }));
      case 'slow':
        await this.wait(fault.ms ?? 1000);
        return this.handler.handle(exchange);
      case 'hang':
        return this.hang(response);
      case 'reset':
        response.socket?.resetAndDestroy();
        return undefined;
    }
  }

  private async hang(response: ServerResponse): Promise<void> {
    await new Promise<void>((resolve) => {
      response.once('close', resolve);
      this.closing.addEventListener('abort', () => resolve(), { once: true });
    });
    response.destroy();
  }

  private async wait(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.closing }).catch(() => undefined);
  }
}
