import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { jsonSchemas } from './json-schemas.js';

const directory = new URL('../../schemas/', import.meta.url);

const schemas = jsonSchemas();
await mkdir(directory, { recursive: true });
for (const name of await readdir(directory)) {
  if (!schemas.has(name)) await rm(new URL(name, directory));
}
for (const [name, schema] of schemas) {
  await writeFile(new URL(name, directory), `${JSON.stringify(schema, null, 2)}\n`);
}
