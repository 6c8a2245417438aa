import { Injectable } from '@nestjs/common';
import {
  DataSource,
  type EntityManager,
  type EntitySubscriberInterface,
  type QueryRunner,
  type TransactionCommitEvent,
} from 'typeorm';

/** Tells dispatchers of this process that something new can be delivered, once the transaction that says so is committed. */
@Injectable()
export class DispatchNudge implements EntitySubscriberInterface {
  private readonly uncommitted = new WeakMap<QueryRunner, Set<string>>();
  private readonly listeners = new Map<string, Set<() => void>>();

  constructor(database: DataSource) {
    database.subscribers.push(this);
  }

  /** Outside a transaction it takes effect at once. */
  afterCommit(tx: EntityManager, connection: string): void {
    const runner = tx.queryRunner;
    if (runner === undefined || !runner.isTransactionActive) return this.nudge(connection);
    const connections = this.uncommitted.get(runner) ?? new Set();
    this.uncommitted.set(runner, connections.add(connection));
  }

  /** @returns stops listening */
  listen(connection: string, listener: () => void): () => void {
    const listeners = this.listeners.get(connection) ?? new Set();
    this.listeners.set(connection, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  afterTransactionCommit({ queryRunner }: TransactionCommitEvent): void {
    const connections = this.uncommitted.get(queryRunner) ?? [];
    this.uncommitted.delete(queryRunner);
    for (const connection of connections) this.nudge(connection);
  }

  afterTransactionRollback({ queryRunner }: { queryRunner: QueryRunner }): void {
    this.uncommitted.delete(queryRunner);
  }

  private nudge(connection: string): void {
    for (const listener of this.listeners.get(connection) ?? []) listener();
  }
}
