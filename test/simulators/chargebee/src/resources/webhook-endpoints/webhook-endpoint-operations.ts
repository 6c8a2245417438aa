import { wrongValue } from '../../errors/param-errors.js';
import { invalidState } from '../../errors/request-errors.js';
import { listOperation } from '../../listing/list-operation.js';
import { defineOperation } from '../../operations/operation.js';
import { changed, withoutEmpty } from '../../validation/attributes.js';
import { list } from '../../validation/composite-fields.js';
import { bool, oneOf, required, text } from '../../validation/scalar-fields.js';
import { resourceAt } from '../find-resource.js';
import { endpointView, newEndpoint, type WebhookEndpoint } from './webhook-endpoint.js';

const ENDPOINTS_MAX = 5;

const FIELDS = {
  name: text(50),
  url: text(512),
  primary_url: bool(),
  disabled: bool(),
  basic_auth_username: text(250),
  basic_auth_password: text(250),
  send_card_resource: bool(),
  enabled_events: list(text(100)),
};

const createEndpoint = defineOperation({
  name: 'create_webhook_endpoint',
  method: 'POST',
  path: '/webhook_endpoints',
  fields: {
    ...FIELDS,
    name: required(text(50)),
    url: required(text(512)),
    api_version: oneOf(['v2']),
    chargebee_response_schema_type: oneOf(['items', 'compat']),
  },
  run({ unit, params }) {
    const live = [...unit.rows('webhook_endpoint')].filter(({ value }) => value.deleted !== true);
    if (live.length >= ENDPOINTS_MAX) throw invalidState(`A site can have ${ENDPOINTS_MAX} webhooks`);
    assertUrl(params.url);
    const { basic_auth_username: username, basic_auth_password: password, ...given } = params;
    const endpoint = unit.put<WebhookEndpoint>('webhook_endpoint', {
      ...newEndpoint(unit.newId('whe_'), { url: params.url }),
      ...withoutEmpty(given),
      ...(username ? { credentials: { username, password: password ?? '' } } : {}),
    } as WebhookEndpoint);
    return { webhook_endpoint: endpointView(endpoint) };
  },
});

const updateEndpoint = defineOperation({
  name: 'update_webhook_endpoint',
  method: 'POST',
  path: '/webhook_endpoints/{id}',
  fields: FIELDS,
  run(call) {
    const before = resourceAt<WebhookEndpoint>(call, 'webhook_endpoint');
    if (call.params.url) assertUrl(call.params.url);
    const { basic_auth_username: username, basic_auth_password: password, ...given } = call.params;
    const credentials = username ? { username, password: password ?? '' } : before.credentials;
    const endpoint = call.unit.put('webhook_endpoint', changed(before, { ...given, credentials }));
    return { webhook_endpoint: endpointView(endpoint) };
  },
});

const deleteEndpoint = defineOperation({
  name: 'delete_webhook_endpoint',
  method: 'POST',
  path: '/webhook_endpoints/{id}/delete',
  fields: {},
  run(call) {
    const before = resourceAt<WebhookEndpoint>(call, 'webhook_endpoint');
    const endpoint = call.unit.put('webhook_endpoint', { ...before, deleted: true });
    return { webhook_endpoint: endpointView(endpoint) };
  },
});

const retrieveEndpoint = defineOperation({
  name: 'retrieve_webhook_endpoint',
  method: 'GET',
  path: '/webhook_endpoints/{id}',
  fields: {},
  run: (call) => ({ webhook_endpoint: endpointView(resourceAt<WebhookEndpoint>(call, 'webhook_endpoint')) }),
});

const listEndpoints = listOperation({
  name: 'list_webhook_endpoints',
  path: '/webhook_endpoints',
  kind: 'webhook_endpoint',
  filters: {},
  sortKeys: [],
  pagesOnly: true,
  view: (row) => endpointView(row as WebhookEndpoint),
});

function assertUrl(url: string): void {
  if (!URL.canParse(url)) throw wrongValue('url', 'is not a URL');
}

export const webhookEndpointOperations = [
  createEndpoint,
  updateEndpoint,
  deleteEndpoint,
  retrieveEndpoint,
  listEndpoints,
];
