export { startGpSimulator, type GpSimulator, type GpSimulatorOptions } from './simulator.js';
export { type SimulatorControls, type Summary } from './control/controls.js';
export { type BatchSummary, type CompanySummary, type KindSummary, type Totals } from './control/summary.js';
export { type FaultName, type FaultPlan } from './faults/fault-plan.js';
export { type LogEntry } from './http/request-log.js';
export { type DocumentKind, type StoredCustomer, type StoredDocument } from './company/stored.js';
export {
  DEFAULT_ACCOUNT,
  DEFAULT_COMPANY,
  type AccountOptions,
  type CompanyData,
  type CompanyOptions,
} from './company/company-options.js';
export { DEFAULT_SWITCHES, type Switches } from './switches.js';
