import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toBase64url } from '#crypto/bytes.ts';
import { decodeId } from '#crypto/ids.ts';
import type { Api } from '#client/api.ts';
import { freePort } from '#scripts/testing/free-port.ts';
import { codeOf, gateKeyOf } from '#server/gates/gate-secrets.ts';
import { findAsk } from '#server/records/code-ask.ts';
import { hashOf, readSecret } from '#server/records/proof.ts';
import { findShare } from '#server/records/share.ts';
import { openStore } from '#server/store.ts';
import type { Store } from '#server/store.ts';
import type { TestShare } from './make-share.ts';
import type { TestStore } from './stores.ts';

/**
 * Named people on a service whose mail relay is down: every mail waits in the outbox, and a proof derives the code that
 * it would carry from what the service has on its disks.
 */
export async function mailEnv(store: TestStore): Promise<Readonly<Record<string, string>>> {
  return {
    ...withServerKey(store),
    SOTTO_SMTP_URL: `smtp://127.0.0.1:${await freePort()}`,
    SOTTO_MAIL_FROM: 'sotto@example.org',
    SOTTO_MAIL_RECIPIENTS: 'anyone',
    SOTTO_MAILS_PER_DAY: '0',
  };
}

/** SQLite keeps the server key in its folder; with PostgreSQL a file of the operator has it. */
export function withServerKey({ dataDir, env }: TestStore): Readonly<Record<string, string>> {
  if (env['SOTTO_DATABASE_URL'] === undefined) return env;
  const keyFile = join(dataDir, 'server.key');
  if (!existsSync(keyFile)) writeFileSync(keyFile, randomBytes(32), { mode: 0o600 });
  return { ...env, SOTTO_SERVER_KEY_FILE: keyFile };
}

/** Addresses that no other share names: a mailbox gets a limited number of mails a day. */
export const newPeople = (count: number): string[] =>
  Array.from({ length: count }, () => `${randomBytes(6).toString('hex')}@example.org`);

export const claimHashOf = (claim: string): Uint8Array => hashOf(readSecret(claim));

export interface Mailbox extends AsyncDisposable {
  readonly store: Store;
  /** @returns undefined if no mail with a code was queued for the claim, or the share has ended */
  readonly codeOf: (share: TestShare, claim: string) => Promise<string | undefined>;
}

/** The service's installation, opened beside its servers. One of them must have started before. */
export async function openBeside({ dataDir, env }: TestStore): Promise<{ store: Store; serverKey: Uint8Array }> {
  const clock = { now: () => Math.floor(Date.now() / 1000) };
  const databaseUrl = env['SOTTO_DATABASE_URL'];
  const store = await openStore({ dataDir, databaseUrl, clock, acceptLostKeys: false });
  return { store, serverKey: new Uint8Array(readFileSync(join(dataDir, 'server.key'))) };
}

export async function openMailbox(place: TestStore): Promise<Mailbox> {
  const { store, serverKey } = await openBeside(place);
  return {
    store,
    async codeOf({ id }, claim) {
      const bytes = decodeId(id);
      const share = bytes && (await findShare(store.read, bytes));
      if (share === undefined) return undefined;
      const claimHash = claimHashOf(claim);
      const ask = await findAsk(store.read, { id: share.id, claimHash });
      if (ask === undefined || ask.n === 0) return undefined;
      return store.withKey(share, (key) => key && codeOf(gateKeyOf(serverKey, key), { ...ask, claimHash }));
    },
    [Symbol.asyncDispose]: () => store.close(),
  };
}

interface Asking {
  readonly share: TestShare;
  readonly claim: string;
  readonly address: string;
}

export async function requestCode(api: Api, { share, claim, address }: Asking): Promise<void> {
  const claimHash = toBase64url(claimHashOf(claim));
  await api.requestCode(share.id, { linkProof: share.linkProof, address, claimHash, locale: 'en' });
}
