import { InMemoryBroker } from './in-memory-broker.js';
import { InMemoryMessageBus } from './in-memory-message-bus.js';
import { describeMessageBus } from './message-bus.contract.spec.js';

const broker = new InMemoryBroker();

describeMessageBus('in-memory', () => ({
  open: async (prefix) => new InMemoryMessageBus(broker, prefix),
  close: async () => undefined,
}));
