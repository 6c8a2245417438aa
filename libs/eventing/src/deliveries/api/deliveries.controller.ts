import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CurrentPrincipal, problem, Roles, type Principal } from '@ledgerbridge/service';
import { ApiConflictResponse, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DeliveryQuery } from './delivery-query.js';
import { DeliveryReader } from './delivery-reader.js';
import { DeliveryRetry } from './delivery-retry.js';
import { DeliveryDetailView, deliveryDetailView, DeliveryListView, deliveryView } from './delivery-view.js';

const deliveryId = new ParseUUIDPipe({
  exceptionFactory: () => problem(400, 'INVALID_REQUEST', 'A delivery id is a UUID'),
});

@ApiTags('deliveries')
@Controller('v1/deliveries')
export class DeliveriesController {
  constructor(
    private readonly reader: DeliveryReader,
    private readonly retries: DeliveryRetry,
  ) {}

  @Get()
  @Roles('viewer')
  @ApiOperation({ summary: 'Deliveries, newest first, and how many there are in each state' })
  @ApiOkResponse({ type: DeliveryListView })
  async list(@Query() query: DeliveryQuery): Promise<DeliveryListView> {
    const [page, counts] = await Promise.all([this.reader.page(query), this.reader.counts(query.connection)]);
    const now = new Date();
    const items = page.items.map((delivery) => deliveryView(delivery, now));
    return { items, counts, ...(page.next === undefined ? {} : { next: page.next }) };
  }

  @Get(':id')
  @Roles('viewer')
  @ApiOperation({ summary: 'One delivery with the steps of its write' })
  @ApiOkResponse({ type: DeliveryDetailView })
  @ApiNotFoundResponse()
  async get(@Param('id', deliveryId) id: string): Promise<DeliveryDetailView> {
    const delivery = await this.reader.find(id);
    if (delivery === null) throw unknownDelivery();
    return deliveryDetailView(delivery, new Date());
  }

  @Post(':id/retry')
  @Roles('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Run a failed delivery again; its effect is decided anew' })
  @ApiOkResponse({ type: DeliveryDetailView })
  @ApiNotFoundResponse()
  @ApiConflictResponse({ description: 'DELIVERY_NOT_FAILED: only a failed delivery can be retried' })
  async retry(
    @Param('id', deliveryId) id: string,
    @CurrentPrincipal() principal: Principal | undefined,
  ): Promise<DeliveryDetailView> {
    const result = await this.retries.retry(id, principal?.id ?? 'unknown');
    if (result === 'not-found') throw unknownDelivery();
    if (result === 'not-failed') {
      throw problem(409, 'DELIVERY_NOT_FAILED', 'Only a failed delivery can be retried');
    }
    return this.get(id);
  }
}

function unknownDelivery(): Error {
  return problem(404, 'DELIVERY_UNKNOWN', 'There is no such delivery');
}
