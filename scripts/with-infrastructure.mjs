import { parseArgs } from 'node:util';
import { resolve } from 'node:path';

/** Runs `work` with KAFKA_BROKERS and DATABASE_URL of a running Kafka and Postgres; resolves with its exit code. */
export async function withInfrastructure(work) {
  const infrastructure = await start({});
  try {
    return await work(environmentOf(infrastructure));
  } finally {
    await infrastructure.stop();
  }
}

/**
 * `npm run infra`: one NAME=value line each on stdout, then waits for SIGTERM, SIGINT or SIGHUP, cleans up and ends
 * with 0. Options: --data DIR (kept, embedded kind), --kafka-port N, --postgres-port N.
 */
export async function serveInfrastructure(args) {
  // the listeners stay: libraries that look after exits kill the process when no other listener is left
  const asked = new Promise((stop) => ['SIGTERM', 'SIGINT', 'SIGHUP'].forEach((signal) => process.on(signal, stop)));
  const infrastructure = await start(optionsFrom(args));
  for (const [name, value] of Object.entries(environmentOf(infrastructure))) process.stdout.write(`${name}=${value}\n`);
  console.error('Kafka and Postgres are up; stop them with Ctrl-C or SIGTERM.');
  const keepAlive = setInterval(() => undefined, 60_000);
  await asked;
  clearInterval(keepAlive);
  await infrastructure.stop();
  return 0;
}

async function start(options) {
  const { startInfrastructure } = await import('@ledgerbridge/testing');
  return startInfrastructure({ ...options, log: (line) => console.error(line) });
}

function environmentOf(infrastructure) {
  return { KAFKA_BROKERS: infrastructure.brokers, DATABASE_URL: infrastructure.databaseUrl };
}

function optionsFrom(args) {
  const { values } = parseArgs({
    args,
    options: { data: { type: 'string' }, 'kafka-port': { type: 'string' }, 'postgres-port': { type: 'string' } },
  });
  const kafka = portFrom('--kafka-port', values['kafka-port']);
  const postgres = portFrom('--postgres-port', values['postgres-port']);
  const fixed = kafka !== undefined || postgres !== undefined;
  return {
    ...(values.data === undefined ? {} : { dataDir: resolve(process.env.INIT_CWD ?? '.', values.data) }),
    ...(fixed ? { ports: { kafka, postgres }, kinds: ['embedded'] } : {}),
  };
}

function portFrom(option, value) {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${option} must be a port number.`);
}
