import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a deployment would keep in its secret store; made up once and kept beside the data it opens. */
export interface SandboxSecrets {
  readonly credentialsKeys: string;
  readonly adminToken: string;
  readonly viewerToken: string;
}

export function sandboxSecrets(dir: string): SandboxSecrets {
  const path = join(dir, 'secrets.json');
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as SandboxSecrets;
  const secrets: SandboxSecrets = {
    credentialsKeys: `sandbox:${randomBytes(32).toString('base64')}`,
    adminToken: randomBytes(24).toString('base64url'),
    viewerToken: randomBytes(24).toString('base64url'),
  };
  writeFileSync(path, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}
