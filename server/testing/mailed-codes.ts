import { fromBase64url, toBase64url } from '#crypto/bytes.ts';
import type { Config } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';
import { codeOf, gateKeyOf } from '#server/gates/gate-secrets.ts';
import { openCodeMail } from '#server/mail/code-mail.ts';
import { findAsk } from '#server/records/code-ask.ts';
import { findShare } from '#server/records/share.ts';
import { hashOf, readSecret } from '#server/records/proof.ts';

export interface MailedCode {
  readonly address: string;
  readonly code: string;
}

/** A service that mails: nothing is sent, the outbox is read instead. */
export const mailing = (deps: Deps, mail: Partial<NonNullable<Config['mail']>> = {}): Deps => ({
  ...deps,
  config: {
    ...deps.config,
    mail: {
      ...{ smtpUrl: 'smtp://localhost', from: 'sotto@example.org', tls: true, who: 'anyone', domains: [], perDay: 0 },
      ...mail,
    },
  },
});

/** The mails that wait for a claim, oldest first, with the codes that they would carry. */
export async function mailedCodes(deps: Deps, id: Uint8Array, claim: string): Promise<MailedCode[]> {
  const { store, serverKey } = deps;
  const share = await findShare(store.read, id);
  if (serverKey === undefined || share === undefined) throw new Error('No server key, or no share.');
  const rows = await store.read.kysely
    .selectFrom('outbox')
    .selectAll()
    .where('kind', '=', 'code')
    .where('share_id', '=', Buffer.from(id))
    .orderBy('due_at')
    .execute();
  const claimHash = toBase64url(hashOf(readSecret(claim)));
  return store.withKey(share, (key) => {
    if (key === undefined) return [];
    const gateKey = gateKeyOf(serverKey, key);
    return rows
      .map((row) => openCodeMail(serverKey, row))
      .filter((mail) => mail.claimHash === claimHash)
      .map(({ address, n, askedAt }) => ({
        address,
        code: codeOf(gateKey, { n, claimHash: fromBase64url(claimHash), askedAt }),
      }));
  });
}

export async function mailedCode(deps: Deps, id: Uint8Array, claim: string): Promise<string> {
  const mail = (await mailedCodes(deps, id, claim)).at(-1);
  if (mail === undefined) throw new Error('No mail waits.');
  return mail.code;
}

/** The code of the claim's last mail, sent or not. @returns undefined if it had none, or the share has ended */
export async function currentCode(deps: Deps, id: Uint8Array, claim: string): Promise<string | undefined> {
  const { store, serverKey } = deps;
  const claimHash = hashOf(readSecret(claim));
  const share = await findShare(store.read, id);
  const ask = await findAsk(store.read, { id, claimHash });
  if (serverKey === undefined || share === undefined || ask === undefined || ask.n === 0) return undefined;
  return store.withKey(share, (key) => key && codeOf(gateKeyOf(serverKey, key), { ...ask, claimHash }));
}
