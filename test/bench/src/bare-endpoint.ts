/**
 * What an endpoint costs that does nothing but insert a row: Nest on Express, its own body parser, a pool as large as a
 * service's. Started by the bench `webhooks` in a process of its own.
 */
import 'reflect-metadata';
import { Body, Controller, Get, HttpCode, Inject, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';

const { DATABASE_URL, PORT } = process.env;
/** As in the services. */
const POOL_SIZE = 15;

const TABLE = `
  CREATE TABLE bare_rows (id text PRIMARY KEY, event_type text, occurred_at timestamptz, received_at timestamptz DEFAULT now())`;
const INSERT = 'INSERT INTO bare_rows (id, event_type, occurred_at) VALUES ($1, $2, to_timestamp($3))';

interface Told {
  readonly id: string;
  readonly event_type: string;
  readonly occurred_at: number;
}

@Controller()
class BareController {
  constructor(@Inject(pg.Pool) private readonly pool: pg.Pool) {}

  @Get('health/ready')
  ready(): object {
    return {};
  }

  @Post('rows')
  @HttpCode(200)
  async insert(@Body() { id, event_type: type, occurred_at: occurredAt }: Told): Promise<object> {
    await this.pool.query(INSERT, [id, type, occurredAt]);
    return { outcome: 'accepted' };
  }
}

const pool = new pg.Pool({ connectionString: DATABASE_URL ?? '', max: POOL_SIZE });
await pool.query(TABLE);

@Module({ controllers: [BareController], providers: [{ provide: pg.Pool, useValue: pool }] })
class BareModule {}

const app = await NestFactory.create(BareModule, { logger: ['error'] });
await app.listen(Number(PORT), '127.0.0.1');
process.once('SIGTERM', () => void app.close().then(() => pool.end()));
