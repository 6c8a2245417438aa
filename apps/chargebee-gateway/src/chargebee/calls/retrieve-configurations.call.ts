import type { Configuration } from 'chargebee';
import type { Read } from './chargebee-call.js';

/**
 * How the site is set up; needs nothing but a valid key.
 * @see https://apidocs.chargebee.com/docs/api/configurations
 */
export async function retrieveConfigurations(read: Read): Promise<readonly Configuration[]> {
  const { configurations } = await read('/configurations');
  return Array.isArray(configurations) ? (configurations as Configuration[]) : [];
}
