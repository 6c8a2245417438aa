import '@ledgerbridge/service/frugal-memory';

// Imported only now: loading the service is what makes the heap grow first.
const { start } = await import('./start.js');
await start();
