import { Body, Controller, Get, Module, Post, type DynamicModule } from '@nestjs/common';
import { IsInt } from 'class-validator';
import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { CurrentPrincipal, type Principal } from '../auth/principal.js';
import { Public } from '../auth/public.decorator.js';
import { Roles } from '../auth/roles.decorator.js';
import type { ServiceConfig } from '../config/service-config.js';
import { ServiceModule } from '../service.module.js';

export const CANARY = 'canary-5d1c-secret';
export const TOKENS = { viewer: 'viewer-token-0000001', operator: 'operator-token-00001', admin: `admin-${CANARY}` };

export function aConfig(databaseUrl: string, changes: Partial<ServiceConfig> = {}): ServiceConfig {
  return {
    service: 'fixture',
    kafka: { brokers: ['127.0.0.1:1'], topicPrefix: '', partitions: 1, replication: 1, create: true },
    database: { url: databaseUrl, migrate: true },
    credentialKeys: [],
    apiTokens: [
      { role: 'viewer', name: 'viewer', token: TOKENS.viewer },
      { role: 'operator', name: 'olga', token: TOKENS.operator },
      { role: 'admin', name: 'alice', token: TOKENS.admin },
    ],
    port: 0,
    host: '127.0.0.1',
    logLevel: 'info',
    ...changes,
  };
}

@Entity('notes')
export class NoteEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  text: string;
}

export class CreateNotes1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE notes (id uuid NOT NULL, text text NOT NULL, CONSTRAINT notes_pkey PRIMARY KEY (id))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE notes`);
  }
}

class NumberBody {
  @IsInt()
  amount: number;
}

@Controller('v1/fixture')
class FixtureController {
  @Get()
  whoami(@CurrentPrincipal() principal: Principal): Principal {
    return principal;
  }

  @Post()
  operate(@Body() body: NumberBody): NumberBody {
    return body;
  }

  @Roles('admin')
  @Get('admin')
  administer(): { ok: true } {
    return { ok: true };
  }

  @Public()
  @Get('fails')
  fails(): never {
    throw new Error(`unexpected ${CANARY}`);
  }
}

@Module({ controllers: [FixtureController] })
class FixtureModule {}

export function aModule(config: ServiceConfig, lines: string[]): DynamicModule {
  return {
    module: FixtureModule,
    imports: [
      ServiceModule.forRoot({
        config,
        schema: 'fixture',
        entities: [NoteEntity],
        migrations: [CreateNotes1700000000001],
        logDestination: { write: (line: string) => void lines.push(line) },
      }),
    ],
  };
}
