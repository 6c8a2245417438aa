/** The package ships this file's types beside another folder; no public entry leads to the class of a nested array. */
declare module 'class-transformer/cjs/storage.js' {
  import type { MetadataStorage } from 'class-transformer/types/MetadataStorage.js';
  const storage: { readonly defaultMetadataStorage: MetadataStorage };
  export default storage;
}
