import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CurrentPrincipal, problem, Roles, type Principal } from '@ledgerbridge/service';
import { ApiConflictResponse, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DeliveryCommands } from './delivery-commands.js';
import {
  IgnoredView,
  IgnoreDeliveriesRequest,
  IgnoreDeliveryRequest,
  RetriedView,
  RetryDeliveriesRequest,
} from './delivery-commands.dto.js';
import { toIgnore, toRetry, type DeliveryIntent } from './delivery-intent.js';
import { DeliveryQuery } from './delivery-query.js';
import { DeliveryReader } from './delivery-reader.js';
import { DeliveryDetailView, deliveryDetailView, DeliveryListView, deliveryView } from './delivery-view.js';

type Caller = Principal | undefined;

const deliveryId = new ParseUUIDPipe({
  exceptionFactory: () => problem(400, 'INVALID_REQUEST', 'A delivery id is a UUID'),
});

@ApiTags('deliveries')
@Controller('v1/deliveries')
export class DeliveriesController {
  constructor(
    private readonly reader: DeliveryReader,
    private readonly commands: DeliveryCommands,
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
  @ApiOperation({ summary: 'One delivery with the steps of its write and what it has to wait for' })
  @ApiOkResponse({ type: DeliveryDetailView })
  @ApiNotFoundResponse()
  async get(@Param('id', deliveryId) id: string): Promise<DeliveryDetailView> {
    const delivery = await this.reader.find(id);
    if (delivery === null) throw unknownDelivery();
    return deliveryDetailView(delivery, await this.reader.ahead(delivery), new Date());
  }

  @Post('retry')
  @Roles('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Run the failed and held deliveries that a filter matches again, or count them' })
  @ApiOkResponse({ type: RetriedView })
  async retrySet(@Body() body: RetryDeliveriesRequest, @CurrentPrincipal() caller: Caller): Promise<RetriedView> {
    const { filter, dryRun = false } = body;
    const { changed, byReason, ...outcome } = await this.commands.set(filter, toRetry(idOf(caller)), dryRun);
    return { ...outcome, retried: changed, byReason: [...byReason], dryRun };
  }

  @Post('ignore')
  @Roles('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Never write the failed and waiting deliveries that a filter matches, or count them' })
  @ApiOkResponse({ type: IgnoredView })
  async ignoreSet(@Body() body: IgnoreDeliveriesRequest, @CurrentPrincipal() caller: Caller): Promise<IgnoredView> {
    const { filter, reason, dryRun = false } = body;
    const { state, ...narrowing } = filter;
    const intent = toIgnore(idOf(caller), reason, state === undefined ? undefined : [state]);
    const { changed, byReason, ...outcome } = await this.commands.set(narrowing, intent, dryRun);
    return { ...outcome, ignored: changed, byReason: [...byReason], dryRun };
  }

  @Post(':id/retry')
  @Roles('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Run a failed or held delivery again; its effect is decided anew' })
  @ApiOkResponse({ type: DeliveryDetailView })
  @ApiNotFoundResponse()
  @ApiConflictResponse({ description: 'DELIVERY_NOT_FAILED: only a failed or held delivery can be retried' })
  async retry(@Param('id', deliveryId) id: string, @CurrentPrincipal() caller: Caller): Promise<DeliveryDetailView> {
    return this.command(
      id,
      toRetry(idOf(caller)),
      'DELIVERY_NOT_FAILED',
      'Only a failed or held delivery can be retried',
    );
  }

  @Post(':id/ignore')
  @Roles('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Never write a failed or waiting delivery; a newer version of its record still is' })
  @ApiOkResponse({ type: DeliveryDetailView })
  @ApiNotFoundResponse()
  @ApiConflictResponse({ description: 'DELIVERY_NOT_IGNORABLE: only a failed or waiting delivery can be ignored' })
  async ignore(
    @Param('id', deliveryId) id: string,
    @Body() { reason }: IgnoreDeliveryRequest,
    @CurrentPrincipal() caller: Caller,
  ): Promise<DeliveryDetailView> {
    const intent = toIgnore(idOf(caller), reason);
    return this.command(id, intent, 'DELIVERY_NOT_IGNORABLE', 'Only a failed or waiting delivery can be ignored');
  }

  private async command(id: string, intent: DeliveryIntent, code: string, rule: string): Promise<DeliveryDetailView> {
    const result = await this.commands.one(id, intent);
    if (result === 'not-found') throw unknownDelivery();
    if (result !== 'done') throw problem(409, code, `${rule}; this one is ${result}`);
    return this.get(id);
  }
}

function idOf(caller: Caller): string {
  return caller?.id ?? 'unknown';
}

function unknownDelivery(): Error {
  return problem(404, 'DELIVERY_UNKNOWN', 'There is no such delivery');
}
