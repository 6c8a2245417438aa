import { completeSeed, type SeedOptions } from './options.js';
import { computeExpectations, type SeedExpectations } from './seed/expectations.js';
import { seededCompany } from './seed/seeded-company.js';

/** What a seed means to happen, computed from it without a server. Not for generated companies: they hold no traps. */
export function seedExpectations(seed: Omit<SeedOptions, 'generated'> = {}): SeedExpectations {
  const { company, traps } = seededCompany('A', completeSeed(seed));
  return computeExpectations(company, traps);
}
