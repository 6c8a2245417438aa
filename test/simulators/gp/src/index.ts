/** Replaced by the simulator. */
export const GP_SIMULATOR = 'gp';
