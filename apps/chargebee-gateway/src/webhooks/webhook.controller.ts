import type { IncomingMessage } from 'node:http';
import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ConnectionRegistry, type Connection } from '@ledgerbridge/connections';
import { problem, Public } from '@ledgerbridge/service';
import { AddressRanges } from '../chargebee/address-ranges.js';
import type { ChargebeeSettings, WebhookSettings } from '../chargebee/connection-settings.js';
import { EVENT_ID_RULE, readNotice, type EventNotice } from './event-notice.js';
import { readJsonBody } from './read-body.js';
import { isAuthentic } from './webhook-credentials.js';
import { WebhookIntake } from './webhook-intake.js';
import { WebhookMetrics, type ReceivedOutcome } from './webhook-metrics.js';

/** Everything the route reads itself, in this order: who calls, from where, what. */
type Request = IncomingMessage & { readonly ip?: string };

const REFUSED: Readonly<Record<number, ReceivedOutcome>> = {
  401: 'unauthorized',
  403: 'address-refused',
  413: 'too-large',
  503: 'unavailable',
};

/**
 * Where Chargebee calls. Any replica answers: an event is only put in line, whoever holds the connection works on it.
 * @see https://apidocs.chargebee.com/docs/api/webhooks
 */
@Public()
@ApiTags('webhooks')
@Controller('v1/webhooks/chargebee')
export class WebhookController {
  private readonly ranges = new WeakMap<WebhookSettings, AddressRanges>();

  constructor(
    private readonly connections: ConnectionRegistry<ChargebeeSettings>,
    private readonly intake: WebhookIntake,
    private readonly metrics: WebhookMetrics,
  ) {}

  @Post(':connectionId')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Takes an event of a Chargebee site, by Basic auth of the connection; only its id is believed',
    security: [],
  })
  async receive(
    @Param('connectionId') id: string,
    @Req() request: Request,
  ): Promise<{ outcome: 'accepted' | 'duplicate' }> {
    const connection = this.known(id);
    try {
      const outcome = await this.take(connection, request);
      this.metrics.received(connection?.id, outcome);
      return { outcome };
    } catch (error) {
      this.metrics.received(connection?.id, REFUSED[(error as { status?: number }).status ?? 503] ?? 'malformed');
      throw error;
    }
  }

  /** Also one that this process cannot use just now: what comes in for it must not be lost. */
  private known(id: string): Connection<ChargebeeSettings> | undefined {
    return this.connections.get(id) ?? this.connections.known().find((connection) => connection.id === id);
  }

  private async take(
    connection: Connection<ChargebeeSettings> | undefined,
    request: Request,
  ): Promise<'accepted' | 'duplicate'> {
    const webhook = connection?.settings.webhook;
    const isCaller = isAuthentic(request.headers.authorization, webhook);
    if (!isCaller || connection === undefined || webhook === undefined) throw unauthorized();
    this.assertAllowed(webhook, request.ip ?? '');
    const notice = readNotice(await readJsonBody(request));
    if (notice === undefined) throw withoutId();
    return this.intake.keep({ ...notice, connection: connection.id });
  }

  private assertAllowed(webhook: WebhookSettings, address: string): void {
    if (webhook.allowedAddresses === undefined) return;
    const ranges = this.ranges.get(webhook) ?? new AddressRanges(webhook.allowedAddresses);
    this.ranges.set(webhook, ranges);
    if (ranges.includes(address)) return;
    throw problem(403, 'ADDRESS_NOT_ALLOWED', 'Webhooks of this connection are not taken from this address');
  }
}

/** The same for a connection that does not exist, takes no webhooks, or has other credentials. */
function unauthorized(): Error {
  const headers = { 'www-authenticate': 'Basic realm="ledgerbridge webhooks", charset="UTF-8"' };
  return problem(401, 'UNAUTHENTICATED', 'The credentials of this webhook are needed', { headers });
}

function withoutId(): Error {
  const errors = [{ field: 'id' satisfies keyof EventNotice, message: EVENT_ID_RULE }];
  return problem(400, 'INVALID_REQUEST', 'The body must be an event of Chargebee', { errors });
}
