import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { WebhookSettings } from '../chargebee/connection-settings.js';

type Credentials = Pick<WebhookSettings, 'username' | 'password'>;

const BASIC = /^Basic +([A-Za-z0-9+/=_-]+) *$/i;
/** Stands in where no credentials are set up, so that this takes the same work as wrong ones. */
const NOBODY: Credentials = { username: 'nobody', password: randomBytes(32).toString('base64') };

/**
 * Whether an `Authorization` header is Basic auth with these credentials. How long it takes tells neither how much of
 * them is right nor whether there are any.
 */
export function isAuthentic(header: string | undefined, credentials: Credentials | undefined): boolean {
  const { username, password } = credentials ?? NOBODY;
  const given = Buffer.from(BASIC.exec(header ?? '')?.[1] ?? '', 'base64');
  const isEqual = timingSafeEqual(digest(given), digest(Buffer.from(`${username}:${password}`, 'utf8')));
  return isEqual && credentials !== undefined;
}

/** Of one length whatever the text's, as `timingSafeEqual` needs. */
function digest(text: Buffer): Buffer {
  return createHash('sha256').update(text).digest();
}
