import { Inject, Injectable } from '@nestjs/common';
import { encodeOperation, type Command } from '@ledgerbridge/contracts';
import { SERVICE_CONFIG, type ServiceConfig } from '@ledgerbridge/service';
import { DataSource, type EntityManager } from 'typeorm';
import { v4 as uuidv4 } from 'uuid';
import { Outbox } from '../../outbox/outbox.js';
import { DeliveryEntity } from '../database/delivery.entity.js';
import { DispatchNudge } from '../landing/dispatch-nudge.js';
import { DeliveryStates } from '../states/delivery-states.js';
import { AFRESH } from '../states/state-change.js';

export type RetryResult = 'retried' | 'not-found' | 'not-failed';

/** A person's wish that a failed delivery runs again. */
@Injectable()
export class DeliveryRetry {
  constructor(
    @Inject(SERVICE_CONFIG) private readonly config: Pick<ServiceConfig, 'service'>,
    private readonly database: DataSource,
    private readonly states: DeliveryStates,
    private readonly outbox: Outbox,
    private readonly nudge: DispatchNudge,
  ) {}

  /**
   * The wish is told on `bridge.commands.v1` in the same transaction.
   * @param by `role/name` of who asks
   */
  async retry(id: string, by: string): Promise<RetryResult> {
    return this.database.transaction(async (tx) => {
      const delivery = await tx
        .getRepository(DeliveryEntity)
        .findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
      if (delivery === null) return 'not-found';
      if (delivery.state !== 'failed') return 'not-failed';
      await this.states.change(tx, [delivery], { ...AFRESH, reason: 'RETRY', details: { by } });
      await this.tell(tx, delivery, by);
      this.nudge.afterCommit(tx, delivery.targetConnection);
      return 'retried';
    });
  }

  private async tell(tx: EntityManager, delivery: DeliveryEntity, by: string): Promise<void> {
    const at = new Date().toISOString();
    const command: Command = {
      commandId: uuidv4(),
      type: 'retry-deliveries',
      connection: delivery.targetConnection,
      by,
      scope: { deliveryIds: [delivery.id] },
      at,
    };
    const { service } = this.config;
    const key = delivery.targetConnection;
    await this.outbox.append(tx, [
      encodeOperation('commands', { id: command.commandId, service, key, time: at, data: command }),
    ]);
  }
}
