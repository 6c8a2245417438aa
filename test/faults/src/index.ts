export { query } from './installation/query.js';
export { untilAtRest } from './installation/rest.js';
export type { InstallationOptions } from './installation/installation.js';
export { busiestCustomer, putInTheWay } from './scenarios/obstacle.js';
export { withInstallation } from './scenarios/with-installation.js';
export { buyersIn } from './sides/buyers.js';
export { syncThrough } from './story.js';
