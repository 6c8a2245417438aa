import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { problem, Roles } from '@ledgerbridge/service';
import { decodeCursor } from './event-cursor.js';
import { EventQuery } from './event-query.js';
import { EventReader, type EventPage } from './event-reader.js';

@ApiTags('events')
@ApiBearerAuth()
@Controller('v1/events')
export class EventsController {
  constructor(private readonly events: EventReader) {}

  @Get()
  @Roles('viewer')
  @ApiOperation({ summary: 'The trail: messages of every topic, newest first, page by page' })
  @ApiOkResponse({ description: '{ items, next? }' })
  async list(@Query() query: EventQuery): Promise<EventPage> {
    if (query.id !== undefined && query.type === undefined) {
      throw problem(400, 'TYPE_REQUIRED', 'id needs type: the type of the record it identifies');
    }
    const after = query.after === undefined ? undefined : decodeCursor(query.after);
    if (query.after !== undefined && after === undefined) {
      throw problem(400, 'CURSOR_INVALID', 'after must be the `next` of an earlier page');
    }
    return this.events.page(query, after);
  }
}
