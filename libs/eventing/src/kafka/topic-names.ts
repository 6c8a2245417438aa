/** Puts the prefix of this installation before topics and group ids, and takes it off again. */
export class TopicNames {
  constructor(private readonly prefix: string) {}

  onBroker(name: string): string {
    return this.prefix + name;
  }

  public(name: string): string {
    return name.startsWith(this.prefix) ? name.slice(this.prefix.length) : name;
  }
}
