import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { problem } from '@ledgerbridge/service';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, IsUUID, Max, Min } from 'class-validator';
import { RunReader, type RunPage } from '../runs/run-reader.js';
import type { RunSummary } from '../runs/run-summary.js';

export class SyncRunsQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  connection?: string;

  @ApiPropertyOptional({ default: 50, maximum: 200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;

  @ApiPropertyOptional({ description: '`next` of the page before.' })
  @IsOptional()
  @IsUUID()
  after?: string;
}

@ApiTags('sync runs')
@Controller('v1/sync-runs')
export class SyncRunsController {
  constructor(private readonly reader: RunReader) {}

  @Get()
  @ApiOperation({ summary: 'Sync runs, newest first' })
  list(@Query() { connection, limit = 50, after }: SyncRunsQuery): Promise<RunPage> {
    return this.reader.list({
      limit,
      ...(connection === undefined ? {} : { connection }),
      ...(after === undefined ? {} : { after }),
    });
  }

  @Get(':id')
  @ApiOperation({ summary: 'One sync run: its state, counts, money totals, and each of its streams' })
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<RunSummary> {
    const run = await this.reader.get(id);
    if (run === undefined) throw problem(404, 'SYNC_RUN_NOT_FOUND', `there is no sync run ${id}`);
    return run;
  }
}
