import { Inject, Injectable } from '@nestjs/common';
import { encodeOperation, type Command, type DeliveryState } from '@ledgerbridge/contracts';
import { SERVICE_CONFIG, type ServiceConfig } from '@ledgerbridge/service';
import { DataSource, type EntityManager } from 'typeorm';
import { v4 as uuidv4 } from 'uuid';
import { Outbox } from '../../outbox/outbox.js';
import { DeliveryEntity } from '../database/delivery.entity.js';
import type { RetryFilter } from './delivery-commands.dto.js';
import type { DeliveryIntent } from './delivery-intent.js';
import { DeliverySets, type SetSurvey } from './delivery-sets.js';
import { IntentChanges } from './intent-changes.js';

export type SetOutcome = Omit<SetSurvey, 'lastSeq'> & SetProgress & { readonly commandId?: string };

interface SetProgress {
  /** What the intent was done to. */
  readonly changed: number;
  /** A newer version of the record had taken over. */
  readonly superseded: number;
}

/** Deliveries of one transaction: their records are locked meanwhile, and landing has to wait for that long. */
const BATCH = 500;

/**
 * What people ask of deliveries. Each call is one command on `bridge.commands.v1`, written with its first changes, and
 * each change names that command: a call cut off between two batches has changed those that name it, the command says
 * how many it meant, and the same call again takes the others.
 */
@Injectable()
export class DeliveryCommands {
  constructor(
    @Inject(SERVICE_CONFIG) private readonly config: Pick<ServiceConfig, 'service'>,
    private readonly database: DataSource,
    private readonly outbox: Outbox,
    private readonly sets: DeliverySets,
    private readonly changes: IntentChanges,
  ) {}

  /** `done`, `not-found`, or the state of the delivery when it cannot be done in that. */
  async one(id: string, intent: DeliveryIntent): Promise<'done' | 'not-found' | DeliveryState> {
    return this.database.transaction(async (tx) => {
      const delivery = await tx.getRepository(DeliveryEntity).findOneBy({ id });
      if (delivery === null) return 'not-found';
      const commandId = uuidv4();
      const changed = await this.changes.apply(tx, [delivery], intent, commandId);
      if (changed.length === 0) return (await tx.getRepository(DeliveryEntity).findOneByOrFail({ id })).state;
      await this.tell(tx, intent, { commandId, connection: delivery.targetConnection, scope: { deliveryIds: [id] } });
      return 'done';
    });
  }

  /** Counts what the filter matches, and unless `dryRun` does it: each delivery at most once, in the order of arrival. */
  async set(filter: RetryFilter, intent: DeliveryIntent, dryRun = false): Promise<SetOutcome> {
    const selection = { ...filter, ...(intent.heldOnly && { heldOnly: intent.heldOnly }) };
    const { lastSeq, ...survey } = await this.sets.survey(selection, intent.from);
    if (dryRun || survey.matched === 0) return { ...survey, changed: 0, superseded: 0 };
    const commandId = uuidv4();
    const { connection } = filter;
    const command = { commandId, connection, scope: { filter: { ...filter }, matched: survey.matched } };
    const progress = { changed: 0, superseded: 0 };
    let isTold = false;
    for (const state of intent.from) {
      let after = '0';
      for (let size = BATCH; size === BATCH; isTold = true) {
        const { batch, changed } = await this.database.transaction(async (tx) => {
          if (!isTold) await this.tell(tx, intent, command);
          const due = await this.sets.batch(tx, { ...selection, state }, { after, upTo: lastSeq, limit: BATCH });
          return { batch: due, changed: await this.changes.apply(tx, due, intent, commandId) };
        });
        size = batch.length;
        // onwards only: what fails again meanwhile is not taken again
        after = batch.at(-1)?.landedSeq ?? after;
        const superseded = changed.filter((delivery) => delivery.state === 'superseded').length;
        progress.superseded += superseded;
        progress.changed += changed.length - superseded;
      }
    }
    return { ...survey, ...progress, commandId };
  }

  private async tell(
    tx: EntityManager,
    { type, by, reason }: DeliveryIntent,
    command: Pick<Command, 'commandId' | 'connection' | 'scope'>,
  ): Promise<void> {
    const at = new Date().toISOString();
    const data: Command = { ...command, type, by, at, ...(reason === undefined ? {} : { reason }) };
    const { service } = this.config;
    await this.outbox.append(tx, [
      encodeOperation('commands', { id: data.commandId, service, key: data.connection, time: at, data }),
    ]);
  }
}
