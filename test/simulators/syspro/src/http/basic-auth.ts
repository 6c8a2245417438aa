import { createHash, timingSafeEqual } from 'node:crypto';

/** An operator enabled for OData. */
export interface Operator {
  username: string;
  password: string;
  /** Tables its SQL login may read; absent = all. */
  tables?: readonly string[];
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The operator a Basic `Authorization` header proves. Codes are compared without regard to case, passwords exactly. */
export function authenticate(header: string | undefined, operators: readonly Operator[]): Operator | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const split = text.indexOf(':');
  if (split < 0) return undefined;
  const name = text.slice(0, split).toUpperCase();
  const password = digest(text.slice(split + 1));
  return operators.find(
    (operator) => operator.username.toUpperCase() === name && timingSafeEqual(digest(operator.password), password),
  );
}
