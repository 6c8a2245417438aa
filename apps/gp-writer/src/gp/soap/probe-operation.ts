import type { CreateOperation } from '../gp-gateway.port.js';
import { companyContext } from './envelope.js';
import type { SoapCaller } from './soap-caller.js';
import type { ValidationLog } from './validation-log.js';

/**
 * Calls an operation with nothing to write: an endpoint that offers it refuses the missing object, one that does not
 * refuses the operation, and an account without the right is refused as such.
 * @throws GpError whatever GP says to it
 */
export async function probeOperation(
  caller: SoapCaller,
  log: ValidationLog,
  operation: CreateOperation,
): Promise<void> {
  await caller.call({ name: operation, members: [companyContext(caller.settings)] }, log);
}
