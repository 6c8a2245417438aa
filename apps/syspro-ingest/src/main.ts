import './frugal-memory.js';

// Imported only now: loading the service is what makes the heap grow first.
const { start } = await import('./start.js');
await start();
