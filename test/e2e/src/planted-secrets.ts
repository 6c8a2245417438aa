import { randomBytes } from 'node:crypto';
import type { Canary } from './canaries.js';

/** Characters that JSON, URLs, forms and base64 each write in their own way. */
const AWKWARD = '"&+/%~\\';

/** All that are planted. */
export const canaries: Canary[] = [];

/** @param tail characters the secret ends with */
function canary(name: string, tail = ''): string {
  const value = `canary-${name.replaceAll(' ', '-')}-${randomBytes(6).toString('hex')}${tail}`;
  canaries.push({ name, value });
  return value;
}

/** One of its own for every secret there is, so that a leak names its source. */
export const planted = {
  databasePassword: canary('database password'),
  adminToken: canary('admin token'),
  viewerToken: canary('viewer token'),
  unknownToken: canary('unknown token'),
  sysproPassword: canary('OData password', AWKWARD),
  wrongSysproPassword: canary('wrong OData password', AWKWARD),
  operatorPassword: canary('e.net operator password', AWKWARD),
  companyPassword: canary('e.net company password', AWKWARD),
  chargebeeKey: canary('Chargebee key'),
  wrongChargebeeKey: canary('wrong Chargebee key'),
  webhookPassword: canary('webhook password', AWKWARD),
  otherWebhookPassword: canary('webhook password by API', AWKWARD),
  forgedWebhookPassword: canary('webhook password of somebody else', AWKWARD),
  gpPassword: canary('GP password', AWKWARD),
  wrongGpPassword: canary('wrong GP password', AWKWARD),
  misplaced: canary('secret in a place for something else'),
  /** The key itself: 32 bytes, the canary and something to fill them. */
  credentialKey: canary('ring key').padEnd(32, '~'),
};

/** Who the bridge is in Windows: an administrator sees it among the settings, and it is nowhere else. */
export const account: Canary = { name: 'domain account', value: `canary-svc-${randomBytes(4).toString('hex')}` };
