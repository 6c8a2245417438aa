import { ConsumerPosition } from '../landing/consumer-position.entity.js';
import { LandingReplayRecord } from '../landing/landing-replay.entity.js';
import { OutboxMessage } from '../outbox/outbox-message.entity.js';
import { PublishedRecord } from '../publishing/published-record.entity.js';
import { Messaging1763900000000 } from './1763900000000-messaging.migration.js';

export const messagingEntities = [OutboxMessage, PublishedRecord, ConsumerPosition, LandingReplayRecord];
export const messagingMigrations = [Messaging1763900000000];
