import { PinnedSocket, type SocketOptions } from './pinned-socket.js';

/** The sockets to one server; how many there are is decided by how many calls are under way. */
export class SocketPool {
  private readonly idle: PinnedSocket[] = [];
  private isClosed = false;

  constructor(
    private readonly origin: string,
    private readonly options: SocketOptions,
  ) {}

  /** The one used last, which the server closes last; else a new one. */
  take(): PinnedSocket {
    for (let socket = this.idle.pop(); socket !== undefined; socket = this.idle.pop()) {
      if (socket.isOpen) return socket;
      void socket.destroy();
    }
    return new PinnedSocket(this.origin, this.options);
  }

  giveBack(socket: PinnedSocket): void {
    if (socket.isOpen && !this.isClosed) this.idle.push(socket);
    else void socket.destroy();
  }

  async dropIdle(): Promise<void> {
    await Promise.all(this.idle.splice(0).map((socket) => socket.destroy()));
  }

  /** Those in use end when they are given back. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.dropIdle();
  }
}
