import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ConnectionRegistry } from '@ledgerbridge/connections';
import { problem, Roles } from '@ledgerbridge/service';
import { RunStore } from '../runs/run-store.js';
import { SYNC_SOURCE, type SyncSource } from '../sync-source.js';
import { SyncRequestDto } from './sync-request.dto.js';

@ApiTags('sync runs')
@Controller('v1/connections')
export class SyncController {
  constructor(
    private readonly connections: ConnectionRegistry<object>,
    private readonly runs: RunStore,
    @Inject(SYNC_SOURCE) private readonly source: SyncSource<object>,
  ) {}

  @Post(':id/sync')
  @HttpCode(202)
  @Roles('operator')
  @ApiOperation({ summary: 'Asks for a sync run; whoever holds the connection runs it next' })
  async sync(@Param('id') id: string, @Body() body: SyncRequestDto): Promise<{ runId: string }> {
    const connection = this.connections.get(id);
    if (connection === undefined) throw problem(404, 'CONNECTION_NOT_FOUND', `there is no connection ${id}`);
    const known = this.source.streams(connection);
    if (body.stream !== undefined && !known.includes(body.stream)) {
      throw problem(400, 'UNKNOWN_STREAM', `stream must be one of ${known.join(', ')}`);
    }
    if (body.from !== undefined && body.to !== undefined && body.from > body.to) {
      throw problem(400, 'INVALID_WINDOW', 'from must not be after to');
    }
    const runId = await this.runs.request({
      connection: id,
      streams: body.stream === undefined ? known : [body.stream],
      trigger: 'demand',
      ...(body.from === undefined ? {} : { from: body.from }),
      ...(body.to === undefined ? {} : { to: body.to }),
    });
    return { runId };
  }
}
