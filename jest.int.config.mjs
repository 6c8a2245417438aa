import { base } from './jest.base.mjs';

/** Needs KAFKA_BROKERS and DATABASE_URL: run through `npm run test:int`, which provides them. */
export default {
  ...base,
  displayName: 'integration',
  testMatch: ['**/*.int.spec.ts'],
  testTimeout: 60_000,
  maxWorkers: 2,
};
