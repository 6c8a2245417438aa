import { CurrentPrincipal, problem, Roles, type Principal } from '@ledgerbridge/service';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ConnectionDefinition } from '../connection.js';
import { isConnectionId } from '../connection.js';
import { CONNECTION_DEFINITION } from '../connections.tokens.js';
import { isPlainObject, type PlainObject } from '../settings/setting-path.js';
import { ConnectionTests } from '../testing/connection-tests.js';
import type { ConnectionCheck } from '../testing/connection-tester.js';
import { ConnectionAdmin } from './connection-admin.js';
import { VIEW_MEMBERS, viewOf } from './connection-view.js';
import {
  connectionBodySchema,
  connectionListSchema,
  connectionSchema,
  testResultSchema,
} from './connections.schemas.js';
import { answering } from './connections-problem.js';

interface StatusResponse {
  status(code: number): unknown;
}

@ApiTags('connections')
@Controller('v1/connections')
export class ConnectionsController<S extends object> {
  constructor(
    private readonly admin: ConnectionAdmin<S>,
    private readonly tests: ConnectionTests<S>,
    @Inject(CONNECTION_DEFINITION) private readonly definition: ConnectionDefinition<S>,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All connections of this service' })
  @ApiOkResponse({ schema: connectionListSchema })
  async list(): Promise<{ items: PlainObject[] }> {
    const rows = await this.admin.list();
    return { items: rows.map((row) => viewOf(this.definition, row)) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One connection; secrets are shown as set or not' })
  @ApiOkResponse({ schema: connectionSchema })
  get(@Param('id') id: string): Promise<PlainObject> {
    return answering(async () => viewOf(this.definition, await this.admin.get(id)));
  }

  @Put(':id')
  @Roles('admin')
  @ApiOperation({ summary: 'Create or replace; a secret left out is kept unless its host changed' })
  @ApiBody({ schema: connectionBodySchema })
  @ApiOkResponse({ schema: connectionSchema })
  put(
    @Param('id') id: string,
    @Body() body: unknown,
    @CurrentPrincipal() principal: Principal | undefined,
    @Res({ passthrough: true }) response: StatusResponse,
  ): Promise<PlainObject> {
    return answering(async () => {
      const outcome = await this.admin.put(id, this.settingsOf(id, body), principal?.id ?? 'unknown');
      if (outcome === 'created') response.status(201);
      return viewOf(this.definition, await this.admin.get(id));
    });
  }

  @Delete(':id')
  @Roles('admin')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a connection and its credentials' })
  delete(@Param('id') id: string, @CurrentPrincipal() principal: Principal | undefined): Promise<void> {
    return answering(() => this.admin.delete(id, principal?.id ?? 'unknown'));
  }

  @Post(':id/test')
  @Roles('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Try the connection against the real system, by the process that holds it' })
  @ApiOkResponse({ schema: testResultSchema })
  test(@Param('id') id: string): Promise<{ ok: boolean; checks: ConnectionCheck[] }> {
    return answering(async () => {
      const checks = await this.tests.test(id);
      return { ok: checks.every(({ ok }) => ok), checks };
    });
  }

  private settingsOf(id: string, body: unknown): PlainObject {
    if (!isConnectionId(id)) throw problem(400, 'INVALID_REQUEST', 'An id has 1 to 40 characters of a-z, 0-9 and -');
    if (!isPlainObject(body)) throw problem(400, 'INVALID_REQUEST', 'The body must be a JSON object of settings');
    const settings = structuredClone(body);
    const { id: bodyId = id, system = this.definition.system } = settings;
    if (bodyId !== id) throw problem(400, 'INVALID_REQUEST', 'The id in the body differs from the one in the address');
    if (system !== this.definition.system) {
      throw problem(422, 'CONNECTION_INVALID', `This service has connections of system ${this.definition.system}`);
    }
    for (const member of VIEW_MEMBERS) delete settings[member];
    return settings;
  }
}
