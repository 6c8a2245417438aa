import { newEndpoint, type NewWebhook } from '../resources/webhook-endpoints/webhook-endpoint.js';
import type { Resource } from '../resources/resource.js';
import type { Site } from '../site/site.js';

/** What tests do to the webhooks of a site. A site may be left out when there is only one, or means the first. */
export class WebhookControls {
  constructor(private readonly site: (name: string | undefined) => Site) {}

  /** Adds an endpoint and answers its id. @throws Error for what is not a URL */
  add(given: NewWebhook, site?: string): string {
    if (!URL.canParse(given.url)) throw new Error('url: a URL is expected');
    const { store } = this.site(site);
    const unit = store.begin();
    const id = unit.newId('whe_');
    unit.put('webhook_endpoint', newEndpoint(id, given));
    store.commit(unit);
    return id;
  }

  /** The endpoints that are not deleted, with their credentials. */
  list(site?: string): Resource[] {
    const rows = [...this.site(site).store.rows('webhook_endpoint')];
    return rows.map(({ value }) => value).filter(({ deleted }) => deleted !== true);
  }

  /** @throws Error for an id that is not there */
  remove(id: string, site?: string): void {
    const { store } = this.site(site);
    const endpoint = store.find('webhook_endpoint', id)?.value;
    if (endpoint === undefined) throw new Error(`no webhook has the id ${id}`);
    const unit = store.begin();
    unit.put('webhook_endpoint', { ...endpoint, deleted: true });
    store.commit(unit);
  }

  /** Every event once more to every endpoint; answers how many events. */
  replayAll(options: { shuffle?: boolean; eventType?: string } = {}, site?: string): number {
    return this.site(site).webhooks.replayAll(options);
  }
}
