export { startChargebeeSimulator, type ChargebeeSimulator, type SimulatorOptions } from './simulator.js';
export { type SimulatorControls, type Summary } from './control/controls.js';
export { type SiteSummary } from './control/summary.js';
export { type FaultName, type FaultPlan } from './faults/fault-plan.js';
export { type LogEntry } from './http/request-log.js';
export { type Kind, type Resource } from './resources/resource.js';
export { DEFAULT_SITE, type ApiKeyOptions, type SiteOptions } from './site/site-options.js';
export { DEFAULT_SWITCHES, type Switches } from './site/switches.js';
