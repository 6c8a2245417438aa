import { defineOperation } from '../../operations/operation.js';

const listConfigurations = defineOperation({
  name: 'list_configurations',
  method: 'GET',
  path: '/configurations',
  fields: {},
  run: ({ site }) => ({
    configurations: [
      {
        domain: site.name,
        product_catalog_version: 'v2',
        chargebee_response_schema_type: 'items',
        object: 'configuration',
      },
    ],
  }),
});

export const configurationOperations = [listConfigurations];
