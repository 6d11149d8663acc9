import { toHex } from '#crypto/bytes.ts';
import { DAY_SECONDS } from '#server/db/times.ts';
import { AppError } from '#server/errors.ts';
import { expand, hmac } from '#server/gates/gate-secrets.ts';
import { openNoticeMail } from '#server/outbox/notice-mail.ts';
import type { Deliver, Delivered } from '#server/outbox/run-outbox.ts';
import { charge } from '#server/quota/charge.ts';
import { eventOf, RETRY_SECONDS } from './deliver-code-mail.ts';
import type { CodeMailParts } from './deliver-code-mail.ts';
import { writeNoticeMail } from './write-notice-mail.ts';

/** Mails to one sender about what they shared, in a day. */
const NOTICE_MAILS_PER_DAY = 60;

const DROP: Delivered = { next: 'remove' };

/** Mails a sender about what they shared, within a day of the event. */
export function deliverNoticeMails(parts: CodeMailParts): Deliver {
  const { deps, serverKey, relay, service, languageFor, told } = parts;
  return async (row, signal) => {
    const { address, locale, ...facts } = openNoticeMail(serverKey, row);
    if (facts.at + DAY_SECONDS <= (await deps.store.now())) return DROP;
    if (row.tries === 1 && !(await isWithinDay(parts, address))) return DROP;
    const text = writeNoticeMail(languageFor(locale), { service, ...facts });
    const sent = await relay.send({ address, reference: toHex(row.id), ...text }, signal);
    told(eventOf(sent));
    const afterSeconds = RETRY_SECONDS[row.tries - 1];
    return sent.kind === 'failed' && afterSeconds !== undefined ? { next: 'again', afterSeconds } : DROP;
  };
}

/** The sender is a hash under the server key: a copy of the database alone cannot test who was mailed. */
async function isWithinDay({ deps, serverKey }: CodeMailParts, address: string): Promise<boolean> {
  const tag = hmac(expand(serverKey, 'sotto v1 notice mail'), address).toString('base64url');
  const charged = { accounts: [`notice mails to ${tag}`], amount: 1, atMost: NOTICE_MAILS_PER_DAY };
  try {
    await deps.store.write((tx) => charge(tx, deps, charged));
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'quota-exceeded') return false;
    throw error;
  }
}
