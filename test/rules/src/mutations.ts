import type { Mutation } from './mutation.js';
import { AUDIT_MUTATIONS } from './mutations/audit.js';
import { CHARGEBEE_DOCUMENT_MUTATIONS } from './mutations/chargebee-documents.js';
import { CHARGEBEE_MUTATIONS } from './mutations/chargebee.js';
import { DELIVER_MUTATIONS } from './mutations/deliver.js';
import { GP_DOCUMENT_MUTATIONS } from './mutations/gp-documents.js';
import { GP_MUTATIONS } from './mutations/gp.js';
import { HOLD_MUTATIONS } from './mutations/hold.js';
import { LAND_MUTATIONS } from './mutations/land.js';
import { PUBLISH_MUTATIONS } from './mutations/publish.js';
import { STOP_AND_RELEASE_MUTATIONS } from './mutations/stop-and-release.js';
import { WEBHOOK_MUTATIONS } from './mutations/webhooks.js';

/** Every way in which a rule is broken on purpose, by rule. */
export const MUTATIONS: readonly Mutation[] = [
  ...PUBLISH_MUTATIONS,
  ...LAND_MUTATIONS,
  ...DELIVER_MUTATIONS,
  ...HOLD_MUTATIONS,
  ...STOP_AND_RELEASE_MUTATIONS,
  ...CHARGEBEE_MUTATIONS,
  ...CHARGEBEE_DOCUMENT_MUTATIONS,
  ...WEBHOOK_MUTATIONS,
  ...GP_MUTATIONS,
  ...GP_DOCUMENT_MUTATIONS,
  ...AUDIT_MUTATIONS,
].sort((left, right) => left.rule - right.rule);
