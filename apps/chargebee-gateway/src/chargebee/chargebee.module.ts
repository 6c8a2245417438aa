import { Module } from '@nestjs/common';
import { ChargebeeSessions } from './chargebee-sessions.js';

/** The adapter's one stateful part: whoever calls a site does it through its session. */
@Module({ providers: [ChargebeeSessions], exports: [ChargebeeSessions] })
export class ChargebeeModule {}
