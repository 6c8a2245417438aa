import { Module } from '@nestjs/common';
import { GpSessions } from './gp-sessions.js';

/** The adapter's one stateful part: whoever calls a company does it through its session. */
@Module({ providers: [GpSessions], exports: [GpSessions] })
export class GpModule {}
