import type { ServiceConfig } from '../config/service-config.js';
import type { KnownSecrets } from './known-secrets.js';

const LONG_PASSWORD = 12;

/** Everything secret that the environment brought. */
export function registerConfigSecrets(config: ServiceConfig, secrets: KnownSecrets): void {
  secrets.add(...config.apiTokens.map(({ token }) => token));
  secrets.add(...config.credentialKeys.map(({ key }) => key.toString('base64')));
  const { password } = new URL(config.database.url);
  if (password === '') return;
  secrets.add(`:${password}@`);
  // a database password in development is often an ordinary word, which masked would make logs unreadable
  if (password.length >= LONG_PASSWORD) secrets.add(password, decodeURIComponent(password));
}
