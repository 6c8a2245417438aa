import { isBridgeError } from '@ledgerbridge/contracts';
import { gpElement, systemContext } from './envelope.js';
import type { SoapCaller } from './soap-caller.js';
import type { ValidationLog } from './validation-log.js';
import { elementAt, elementsOf, trimmedAt, type XmlElement } from './xml/xml-element.js';

export interface GpCompany {
  readonly id: number;
  readonly name: string;
}

/** Companies this account may work with, by whichever of the service's two lists answers. */
export async function listCompanies(caller: SoapCaller, log: ValidationLog): Promise<GpCompany[]> {
  const context = systemContext(caller.settings);
  try {
    return await companiesOf(caller, log, 'GetCompanyList', [gpElement('criteria', []), context]);
  } catch (error) {
    if (!isRefusedByGp(error)) throw error;
    return companiesOf(caller, log, 'GetWSEnabledCompanyForUserList', [context]).catch(() => {
      throw error;
    });
  }
}

async function companiesOf(
  caller: SoapCaller,
  log: ValidationLog,
  name: string,
  members: readonly XmlElement[],
): Promise<GpCompany[]> {
  const response = await caller.call({ name, members }, log);
  return elementsOf(elementAt(response, `${name}Result`), 'Company').flatMap((company) => {
    const id = Number(trimmedAt(company, 'Key', 'Id'));
    return Number.isInteger(id) ? [{ id, name: trimmedAt(company, 'Name') ?? '' }] : [];
  });
}

function isRefusedByGp(error: unknown): boolean {
  return isBridgeError(error) && (error.code === 'GP_VALIDATION' || error.code === 'GP_SYSTEM_FAULT');
}
