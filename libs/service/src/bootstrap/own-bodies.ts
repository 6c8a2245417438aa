import { Injectable } from '@nestjs/common';

/**
 * Routes whose handlers read the body themselves: where anybody may call, who calls is looked at before anything is
 * read, and the limit is the route's own.
 */
@Injectable()
export class OwnBodies {
  private readonly prefixes: string[] = [];

  /** @param prefix of paths, as `/v1/webhooks/` */
  leave(prefix: string): void {
    this.prefixes.push(prefix.toLowerCase());
  }

  /** @param url of a request, which may be absolute; routes match in any case */
  areLeft(url: string): boolean {
    const path = (url.startsWith('/') ? url : (URL.parse(url)?.pathname ?? '')).toLowerCase();
    return this.prefixes.some((prefix) => path.startsWith(prefix));
  }
}
