import { ConfigError, loadServiceConfig, readVariable, type ServiceConfig } from '@ledgerbridge/service';
import { isAddressRange } from './chargebee/address-ranges.js';

/** @throws ConfigError naming each wrong or missing variable. */
export function loadConfig(): ServiceConfig {
  return loadServiceConfig(process.env, { service: 'chargebee-gateway', port: 3002, required: ['CREDENTIALS_KEYS'] });
}

const PROXIES = 'WEBHOOK_TRUSTED_PROXIES';

/**
 * Addresses and CIDR ranges of the proxies in front of this service, whose `X-Forwarded-For` then says where a webhook
 * came from; none unless set.
 * @throws ConfigError
 */
export function loadTrustedProxies(env: Readonly<Record<string, string | undefined>> = process.env): string[] {
  const reading = readVariable(env, PROXIES);
  if ('problem' in reading) throw new ConfigError([reading.problem]);
  const proxies = (reading.value ?? '').split(',').map((entry) => entry.trim());
  const given = proxies.filter((entry) => entry !== '');
  if (given.every(isAddressRange)) return given;
  throw new ConfigError([{ name: PROXIES, expected: 'addresses or CIDR ranges, separated by commas' }]);
}
