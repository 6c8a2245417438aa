import type { IncomingHttpHeaders } from 'node:http';
import { notAuthenticated } from '../errors/request-errors.js';
import type { ApiKeyOptions } from '../site/site-options.js';
import type { Site } from '../site/site.js';

/**
 * The site and key of a request: Basic authentication with the key as user and an empty password. Where the first label of the host
 * names a site, the key must be of that site.
 * @throws ApiError 401
 */
export function authenticate(sites: readonly Site[], headers: IncomingHttpHeaders): { site: Site; key: ApiKeyOptions } {
  const [scheme, token, ...rest] = (headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic' || !token || rest.length > 0) throw notAuthenticated();
  const [secret, password] = splitOnce(Buffer.from(token, 'base64').toString('utf8'));
  if (password !== '') throw notAuthenticated();
  const label = (headers.host ?? '').split(/[.:]/)[0];
  const named = sites.filter((site) => site.options.name === label);
  for (const site of named.length > 0 ? named : sites) {
    const key = site.options.keys.find((candidate) => candidate.secret === secret);
    if (key !== undefined) return { site, key };
  }
  throw notAuthenticated();
}

function splitOnce(credentials: string): [string, string | undefined] {
  const colon = credentials.indexOf(':');
  return colon < 0 ? [credentials, undefined] : [credentials.slice(0, colon), credentials.slice(colon + 1)];
}
