import { describe, expect, it } from '@jest/globals';
import { brokerProperties } from './broker-properties.js';
import { explainPostgres } from './embedded-postgres.js';
import { explainKafka } from './java-kafka.js';
import { downloadProgress } from './kafka-jars.js';
import { OutputTail } from './output-tail.js';

describe('what the servers are told and what they say', () => {
  it('given two ports, then the broker listens and advertises on loopback only', () => {
    const properties = brokerProperties({ port: 9192, controllerPort: 9193, logDir: '/data/log' });
    expect(properties).toContain('listeners=PLAINTEXT://127.0.0.1:9192,CONTROLLER://127.0.0.1:9193\n');
    expect(properties).toContain('advertised.listeners=PLAINTEXT://127.0.0.1:9192\n');
    expect(properties).toContain('auto.create.topics.enable=false\n');
    expect(properties).not.toMatch(/0\.0\.0\.0|localhost/);
  });

  it.each([
    ['org.apache.kafka.common.KafkaException: Socket server failed to bind to 127.0.0.1:9192', 'PORT_IN_USE'],
    ['java.net.BindException: Address already in use', 'PORT_IN_USE'],
    ['Failed to acquire lock on file .lock in /data/log. A Kafka instance …', 'DATA_DIR_IN_USE'],
    ['java.lang.OutOfMemoryError', 'KAFKA_START_FAILED'],
  ])('given a broker that ended with %j, then the reason is %s', (output, code) => {
    expect(explainKafka(output, 9192)).toMatchObject({ code });
  });

  it.each([
    ['LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', 'PORT_IN_USE'],
    ['FATAL:  lock file "postmaster.pid" already exists', 'DATA_DIR_IN_USE'],
    ['initdb: error: could not access directory "/root/x": Permission denied', 'DATA_DIR_UNREACHABLE'],
    ['FATAL:  could not create shared memory segment', 'POSTGRES_START_FAILED'],
  ])('given a Postgres that ended with %j, then the reason is %s', (output, code) => {
    expect(explainPostgres(output, 5432)).toMatchObject({ code });
  });

  it.each([
    [
      'Downloaded from central: https://repo/x/kafka-raft-4.2.2.jar (1.2 MB at 9 MB/s)',
      'kafka-raft-4.2.2.jar (1.2 MB at 9 MB/s)',
    ],
    ['[INFO] Downloaded from mirror: https://repo/x/a.jar (3 kB at 1 kB/s)', 'a.jar (3 kB at 1 kB/s)'],
    ['Downloaded from central: https://repo/x/kafka-raft-4.2.2.pom (1.2 kB at 9 kB/s)', undefined],
    ['[INFO] BUILD SUCCESS', undefined],
  ])('given the line %j of Maven, then people are told %j', (line, progress) => {
    expect(downloadProgress(line)).toBe(progress);
  });

  it('given output in pieces, when waiting for a line, then finds it across the pieces', async () => {
    const tail = new OutputTail();
    const early = tail.line(/ready to serve/);
    tail.add('starting\nready to ');
    tail.add('serve\nmore');
    await early;
    await tail.line(/starting/);
    expect(tail.text()).toBe('starting\nready to serve\nmore');
  });

  it('given much output, then only the last lines are kept', () => {
    const tail = new OutputTail();
    for (let line = 0; line < 1_000; line += 1) tail.add(`line ${line}\n`);
    expect(tail.text().split('\n')).toHaveLength(60);
    expect(tail.text()).toMatch(/line 999$/);
  });
});
