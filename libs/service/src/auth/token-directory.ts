import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiToken } from '../config/service-config.js';
import type { Principal } from './principal.js';

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Finds the owner of a token. Compares digests of equal length, all of them every time, so timing tells nothing. */
export class TokenDirectory {
  private readonly entries: readonly { readonly hash: Buffer; readonly principal: Principal }[];

  constructor(tokens: readonly ApiToken[]) {
    this.entries = tokens.map(({ role, name, token }) => ({
      hash: digest(token),
      principal: Object.freeze({ id: `${role}/${name}`, role, name }),
    }));
  }

  find(token: string): Principal | undefined {
    const hash = digest(token);
    let found: Principal | undefined;
    for (const entry of this.entries) {
      if (timingSafeEqual(entry.hash, hash)) found = entry.principal;
    }
    return found;
  }
}
