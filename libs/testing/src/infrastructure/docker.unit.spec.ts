import { describe, expect, it } from '@jest/globals';
import { startDocker, type ContainerEngine } from './docker.js';

class FakeEngine implements ContainerEngine {
  readonly images = ['kafka', 'postgres'];
  readonly local = new Set<string>();
  readonly pulled: string[] = [];
  readonly stopped: string[] = [];
  pulling: () => Promise<void> = () => Promise.resolve();
  postgresFails = false;

  hasImage(image: string) {
    return Promise.resolve(this.local.has(image));
  }
  async pull(image: string) {
    this.pulled.push(image);
    await this.pulling();
  }
  startKafka() {
    return Promise.resolve(this.server('kafka'));
  }
  startPostgres() {
    return this.postgresFails ? Promise.reject(new Error('no')) : Promise.resolve(this.server('postgres'));
  }
  private server(name: string) {
    return { address: `${name}-address`, stop: () => Promise.resolve(void this.stopped.push(name)) };
  }
}

const start = (engine: FakeEngine, pullWithinMs = 1_000) =>
  startDocker({ connect: () => Promise.resolve(engine), log: () => undefined, pullWithinMs });

describe('infrastructure in containers', () => {
  it('given local images, when starting, then pulls nothing and offers both addresses', async () => {
    const engine = new FakeEngine();
    engine.images.forEach((image) => engine.local.add(image));
    const infrastructure = await start(engine);
    expect(infrastructure).toMatchObject({ kind: 'docker', brokers: 'kafka-address', databaseUrl: 'postgres-address' });
    expect(engine.pulled).toEqual([]);
    await infrastructure.stop();
    expect(engine.stopped.sort()).toEqual(['kafka', 'postgres']);
  });

  it('given a missing image, when starting, then pulls only that', async () => {
    const engine = new FakeEngine();
    engine.local.add('kafka');
    await start(engine);
    expect(engine.pulled).toEqual(['postgres']);
  });

  it('given no engine, when starting, then does not apply', async () => {
    const connect = () => Promise.reject(new Error('no socket'));
    await expect(startDocker({ connect, log: () => undefined })).rejects.toMatchObject({ code: 'NOT_APPLICABLE' });
  });

  it('given a pull that never ends, when its time is over, then does not apply', async () => {
    const engine = new FakeEngine();
    engine.pulling = () => new Promise(() => undefined);
    await expect(start(engine, 20)).rejects.toMatchObject({
      code: 'NOT_APPLICABLE',
      message: expect.stringContaining('kafka is not here and did not arrive'),
    });
  });

  it('given a refused pull, when starting, then does not apply', async () => {
    const engine = new FakeEngine();
    engine.pulling = () => Promise.reject(new Error('denied'));
    await expect(start(engine)).rejects.toMatchObject({
      code: 'NOT_APPLICABLE',
      message: expect.stringContaining('cannot be pulled'),
    });
  });

  it('given one container that does not start, when starting, then stops the other and does not apply', async () => {
    const engine = new FakeEngine();
    engine.postgresFails = true;
    await expect(start(engine)).rejects.toMatchObject({ code: 'NOT_APPLICABLE' });
    expect(engine.stopped).toEqual(['kafka']);
  });
});
