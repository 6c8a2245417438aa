import { listOperation } from '../../listing/list-operation.js';
import { defineOperation } from '../../operations/operation.js';
import { oneOf, required, text } from '../../validation/scalar-fields.js';
import { resourceOf } from '../find-resource.js';
import { retrieveOperation } from '../retrieve-operation.js';

const createComment = defineOperation({
  name: 'create_comment',
  method: 'POST',
  path: '/comments',
  fields: {
    entity_type: required(oneOf(['customer', 'subscription', 'invoice', 'credit_note', 'transaction'])),
    entity_id: required(text(100)),
    notes: required(text(1000)),
    added_by: text(100),
  },
  run(call) {
    const { params, unit, user } = call;
    resourceOf(call, params.entity_type, 'entity_id', params.entity_id);
    const comment = unit.append('comment', {
      id: unit.newId('cmt_'),
      entity_type: params.entity_type,
      entity_id: params.entity_id,
      notes: params.notes,
      added_by: params.added_by ?? user,
      created_at: unit.now,
      type: 'user',
      object: 'comment',
    });
    return { comment };
  },
});

const listComments = listOperation({
  name: 'list_comments',
  path: '/comments',
  kind: 'comment',
  filters: { created_at: 'time' },
  sortKeys: ['created_at'],
  plainFilters: ['entity_type', 'entity_id'],
});

export const commentOperations = [createComment, retrieveOperation('comment', 'comments'), listComments];
