import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ConnectionCheck, ConnectionTester, HeldConnection } from '@ledgerbridge/connections';
import { IMPORT_INVOICE_PATH } from './calls/import-invoice.call.js';
import { retrieveConfigurations } from './calls/retrieve-configurations.call.js';
import type { ChargebeeError } from './chargebee.errors.js';
import { ChargebeeSessions } from './chargebee-sessions.js';
import type { ChargebeeSettings } from './connection-settings.js';

/** A test does not wait behind what is being written. */
const LANE = 'intake';

/** Asks the site itself whether the connection would work; leaves nothing behind. */
@Injectable()
export class ChargebeeConnectionTester implements ConnectionTester<ChargebeeSettings> {
  constructor(private readonly sessions: ChargebeeSessions) {}

  async test(held: HeldConnection<ChargebeeSettings>): Promise<ConnectionCheck[]> {
    const site = await this.site(held);
    if (site.some(({ ok }) => !ok) || held.connection.settings.accepts === undefined) return site;
    return [...site, await this.importAllowed(held)];
  }

  private async site(held: HeldConnection<ChargebeeSettings>): Promise<ConnectionCheck[]> {
    try {
      const [site] = await retrieveConfigurations((path) => this.sessions.of(held).get(path, held, LANE));
      const catalog = site?.product_catalog_version ?? 'not told';
      return [
        passed('reachable', 'the API answers'),
        passed('api-key', 'the key is accepted'),
        passed('product-catalog', `product catalog ${catalog}`),
      ];
    } catch (error) {
      const { code, failure } = error as ChargebeeError;
      const isAnswered = code === 'CHARGEBEE_REFUSED';
      const name = isAnswered && (failure.httpStatus === 401 || failure.httpStatus === 403) ? 'api-key' : 'reachable';
      return [failed(name, error as ChargebeeError)];
    }
  }

  /**
   * An import without any parameter: a site that offers the operation refuses the missing `id`, one that does not
   * refuses the operation, and a key without the right is refused as such. Each test has an idempotency key of its own,
   * lest it be answered with what was true half an hour ago.
   */
  private async importAllowed(held: HeldConnection<ChargebeeSettings>): Promise<ConnectionCheck> {
    const request = { path: IMPORT_INVOICE_PATH, params: {}, suppressEmails: true };
    try {
      await this.sessions.of(held).post(request, `probe-${randomUUID()}`, held, LANE);
      return { name: 'import-invoice', ok: false, detail: 'an empty import was not refused' };
    } catch (error) {
      const { failure } = error as ChargebeeError;
      const isOffered = failure.apiErrorCode === 'param_wrong_value' || failure.apiErrorCode === 'invalid_request';
      return isOffered
        ? passed('import-invoice', 'the site takes imports')
        : failed('import-invoice', error as ChargebeeError);
    }
  }
}

function passed(name: string, detail: string): ConnectionCheck {
  return { name, ok: true, detail };
}

function failed(name: string, { code, message }: ChargebeeError): ConnectionCheck {
  return { name, ok: false, detail: `${code}: ${message}` };
}
