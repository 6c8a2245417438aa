import { deliveryKey, encodeOperation, type DeliveryChange, type EncodedMessage } from '@ledgerbridge/contracts';
import { v5 as uuidv5 } from 'uuid';
import { recordOf, type DeliveryEntity } from '../database/delivery.entity.js';

const CHANGE_NAMESPACE = 'd1c0a2f4-1f0e-5c7b-9b59-3f6f0b7a4e02';

/** What `bridge.deliveries.v1` tells of a delivery's present state; one id per delivery and change. */
export function deliveryChangeMessage(service: string, delivery: DeliveryEntity): EncodedMessage {
  const at = delivery.updatedAt.toISOString();
  return encodeOperation('deliveries', {
    id: uuidv5(`${delivery.id}/${delivery.revision}`, CHANGE_NAMESPACE),
    service,
    key: deliveryKey(delivery.targetConnection, recordOf(delivery)),
    time: at,
    data: changeOf(delivery, at),
  });
}

function changeOf(delivery: DeliveryEntity, at: string): DeliveryChange {
  return {
    deliveryId: delivery.id,
    targetConnection: delivery.targetConnection,
    record: recordOf(delivery),
    eventId: delivery.eventId,
    sequence: delivery.sequence,
    state: delivery.state,
    attempt: delivery.attempt,
    at,
    ...present('previousState', delivery.previousState),
    ...present('reason', delivery.reason),
    ...present('failureClass', delivery.failureClass),
    ...present('details', delivery.details),
    ...present('nextAttemptAt', delivery.nextAttemptAt?.toISOString() ?? null),
    ...present('targetId', delivery.targetId),
  };
}

function present<K extends string, V>(name: K, value: V | null): { [N in K]?: V } {
  return (value === null ? {} : { [name]: value }) as { [N in K]?: V };
}
