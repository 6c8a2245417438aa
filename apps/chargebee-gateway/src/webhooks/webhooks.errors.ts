import { BridgeError } from '@ledgerbridge/contracts';

/** The site cannot be read, or not by us: no receipt is at fault. The cause says what the last call came to. */
export class SiteUnreadableError extends BridgeError<'SITE_UNREADABLE'> {
  constructor(cause: unknown) {
    super('SITE_UNREADABLE', 'the site cannot be read at the moment', { retryable: true, cause });
  }
}

export function isSiteUnreadable(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === 'SITE_UNREADABLE';
}
