import { listOperation } from '../../listing/list-operation.js';
import { retrieveOperation } from '../retrieve-operation.js';

const listEvents = listOperation({
  name: 'list_events',
  path: '/events',
  kind: 'event',
  filters: { id: 'text', event_type: 'choice', source: 'choice', webhook_status: 'choice', occurred_at: 'time' },
  sortKeys: ['occurred_at'],
});

export const eventOperations = [retrieveOperation('event', 'events'), listEvents];
