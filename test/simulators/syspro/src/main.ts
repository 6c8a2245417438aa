import { readStart } from './main.config.js';
import { whenParentIsGone } from './parent-watch.js';
import { startSysproSimulator } from './simulator.js';

try {
  const simulator = await startSysproSimulator(readStart(process.argv.slice(2), process.env));
  const { url, odataUrl, port } = simulator;
  console.log(JSON.stringify({ url, odataUrl, controlUrl: `${url}/__sim`, port, pid: process.pid }));
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    void simulator.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', end).on('SIGINT', end);
  whenParentIsGone(end);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
