import { Webhooks1764200000000 } from './1764200000000-webhooks.migration.js';
import { OwnAnswer } from './own-answer.entity.js';
import { WebhookReceipt } from './webhook-receipt.entity.js';

export const gatewayEntities = [WebhookReceipt, OwnAnswer];
export const gatewayMigrations = [Webhooks1764200000000];
