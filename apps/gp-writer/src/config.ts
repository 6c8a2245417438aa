import { loadServiceConfig, type ServiceConfig } from '@ledgerbridge/service';

/** @throws ConfigError naming each wrong or missing variable. */
export function loadConfig(): ServiceConfig {
  return loadServiceConfig(process.env, { service: 'gp-writer', port: 3003, required: ['CREDENTIALS_KEYS'] });
}
