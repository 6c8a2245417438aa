import type { ApiResponseSchemaHost } from '@nestjs/swagger';

type SchemaObject = ApiResponseSchemaHost['schema'];

const text: SchemaObject = { type: 'string' };

/** Settings differ by system and are described in the connections file's reference; they stand beside these members. */
export const connectionSchema: SchemaObject = {
  type: 'object',
  required: ['id', 'system', 'source', 'version', 'updatedAt', 'updatedBy'],
  properties: {
    id: text,
    system: text,
    source: { type: 'string', enum: ['file', 'api'] },
    version: { type: 'integer' },
    updatedAt: { type: 'string', format: 'date-time' },
    updatedBy: text,
  },
  additionalProperties: true,
};

export const connectionListSchema: SchemaObject = {
  type: 'object',
  required: ['items'],
  properties: { items: { type: 'array', items: connectionSchema } },
};

export const connectionBodySchema: SchemaObject = { type: 'object', additionalProperties: true };

export const testResultSchema: SchemaObject = {
  type: 'object',
  required: ['ok', 'checks'],
  properties: {
    ok: { type: 'boolean' },
    checks: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'ok', 'detail'],
        properties: { name: text, ok: { type: 'boolean' }, detail: text },
      },
    },
  },
};
