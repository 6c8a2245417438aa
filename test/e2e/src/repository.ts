import { fileURLToPath } from 'node:url';

/** Root of the checkout; specs run from source, three folders below it. */
export const repository = fileURLToPath(new URL('../../..', import.meta.url));
