import { ROLES, type Role } from '../auth/role.js';
import type { ApiToken } from './service-config.js';

const MIN_TOKEN_LENGTH = 16;

export const API_TOKENS_EXPECTED = `"role/name:token[,…]" or "role:token" with role ${ROLES.join(' | ')}, name of [A-Za-z0-9._-]{1,40}, and unique tokens of at least ${MIN_TOKEN_LENGTH} characters without spaces or commas`;

const ENTRY = /^([a-z]+)(?:\/([A-Za-z0-9._-]{1,40}))?:(\S+)$/;

/** Reads the tokens; undefined when they are not what {@link API_TOKENS_EXPECTED} says. A nameless token is named after its role. */
export function parseApiTokens(text: string): ApiToken[] | undefined {
  const tokens: ApiToken[] = [];
  for (const entry of text.split(',')) {
    const [, roleText, name, token] = ENTRY.exec(entry.trim()) ?? [];
    const role = ROLES.find((known): known is Role => known === roleText);
    if (role === undefined || token === undefined || token.length < MIN_TOKEN_LENGTH) return undefined;
    if (tokens.some((known) => known.token === token)) return undefined;
    tokens.push({ role, name: name ?? role, token });
  }
  return tokens;
}
