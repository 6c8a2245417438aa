/** Shorter strings occur in ordinary text: replacing them would make logs unreadable and hide nothing. */
const MIN_SECRET_LENGTH = 6;
const MASK = '[redacted]';

/**
 * The secret values this process knows. Every log line passes through {@link mask}, so a secret cannot leave
 * through a message nobody thought of: a driver's error text, a URL, an echoed header.
 */
export class KnownSecrets {
  private readonly values = new Set<string>();

  add(...secrets: readonly string[]): void {
    for (const secret of secrets) {
      if (secret.length < MIN_SECRET_LENGTH) continue;
      this.values.add(secret);
      this.values.add(JSON.stringify(secret).slice(1, -1));
      this.values.add(encodeURIComponent(secret));
    }
  }

  /** Basic credentials travel as base64 of both parts: that form is as good as the password. */
  addBasic(username: string, password: string): void {
    this.add(password, Buffer.from(`${username}:${password}`).toString('base64'));
  }

  mask(text: string): string {
    let masked = text;
    for (const secret of this.values) {
      if (masked.includes(secret)) masked = masked.replaceAll(secret, MASK);
    }
    return masked;
  }
}
