import type { Column, TableDefinition } from '../tables/column.js';

function property(column: Column, key: boolean): string {
  const nullable = key || column.kind === 'text' || column.kind === 'decimal' ? ' Nullable="false"' : '';
  const types = {
    text: `Edm.String" MaxLength="${column.size}`,
    decimal: `Edm.Decimal" Precision="${column.size}" Scale="${column.scale}`,
    date: 'Edm.DateTimeOffset',
    binary: 'Edm.Binary',
  };
  return `<Property Name="${column.name}" Type="${types[column.kind]}"${nullable}/>`;
}

function entityType(table: TableDefinition): string {
  const key = table.key.map(({ name }) => `<PropertyRef Name="${name}"/>`).join('');
  const properties = table.columns.map((column) => property(column, table.key.includes(column))).join('');
  return `<EntityType Name="${table.name}"><Key>${key}</Key>${properties}</EntityType>`;
}

/** `$metadata`: the tables as an OData 4.0 entity data model. */
export function metadataDocument(tables: readonly TableDefinition[]): string {
  const sets = tables.map(({ name }) => `<EntitySet Name="${name}" EntityType="SYSPRO.${name}"/>`).join('');
  return (
    '<?xml version="1.0" encoding="utf-8"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">' +
    '<edmx:DataServices><Schema Namespace="SYSPRO" xmlns="http://docs.oasis-open.org/odata/ns/edm">' +
    `${tables.map(entityType).join('')}<EntityContainer Name="Container">${sets}</EntityContainer>` +
    '</Schema></edmx:DataServices></edmx:Edmx>'
  );
}

/** The service document: the entity sets by name. */
export function serviceDocument(root: string, tables: readonly TableDefinition[]): string {
  return JSON.stringify({
    '@odata.context': `${root}/$metadata`,
    value: tables.map(({ name }) => ({ name, kind: 'EntitySet', url: name })),
  });
}
