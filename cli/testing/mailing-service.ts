import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeId } from '#crypto/ids.ts';
import { mailedCodes } from '#server/testing/mailed-codes.ts';
import type { TestService } from '#server/testing/test-service.ts';

/** Settings of a service that mails codes. Nothing is sent: tests read the outbox. */
export const MAILING = {
  SOTTO_SMTP_URL: 'smtp://localhost',
  SOTTO_MAIL_FROM: 'sotto@example.org',
  SOTTO_MAIL_RECIPIENTS: 'anyone',
};

/** The claims that wait for a code in this state folder. */
export function waitingClaims(stateHome: string): string[] {
  const folder = join(stateHome, 'sotto/codes');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8').split(' ')[1] ?? '');
}

/** The codes that were mailed for a link and a claim, oldest first. */
export async function codesFor({ deps }: TestService, link: string, claim: string): Promise<string[]> {
  const id = decodeId(/\/s\/(\w+)#/.exec(link)?.[1] ?? '');
  if (id === undefined) throw new Error('Not a link.');
  return (await mailedCodes(deps, id, claim)).map(({ code }) => code);
}
