import { Injectable } from '@nestjs/common';

/** Tells the processor of this process, when it works on the connection, that a receipt has come in. */
@Injectable()
export class WebhookNudge {
  private readonly listeners = new Map<string, () => void>();

  nudge(connection: string): void {
    this.listeners.get(connection)?.();
  }

  /** @returns stops listening */
  listen(connection: string, listener: () => void): () => void {
    this.listeners.set(connection, listener);
    return () => {
      if (this.listeners.get(connection) === listener) this.listeners.delete(connection);
    };
  }
}
