import type { Deps } from '#server/deps.ts';
import { errorFields } from '#server/http/log.ts';
import type { Log } from '#server/http/log.ts';
import { startOutbox } from '#server/outbox/run-outbox.ts';
import type { Deliver } from '#server/outbox/run-outbox.ts';
import { deliverCodeMails, MAILS_AT_ONCE } from './deliver-code-mail.ts';
import type { CodeMailParts, MailEvent } from './deliver-code-mail.ts';
import { deliverNoticeMails } from './deliver-notice-mail.ts';
import { openRelay } from './open-relay.ts';
import type { MailLanguage } from './write-code-mail.ts';

export interface MailOptions {
  readonly languageFor: (locale: string) => MailLanguage;
  readonly log: Log;
  /** For the metrics. */
  readonly told?: ((event: MailEvent) => void) | undefined;
}

/** Codes to named people, and news to senders. */
export function deliverMails(parts: CodeMailParts): Deliver {
  const [code, notice] = [deliverCodeMails(parts), deliverNoticeMails(parts)];
  return (row, signal) => (row.kind === 'mail' ? notice : code)(row, signal);
}

/**
 * Sends the mails that wait, until it is stopped.
 * @returns a function that stops it; undefined if the service sends no mail
 */
export function startMail(deps: Deps, { languageFor, log, told }: MailOptions): (() => Promise<void>) | undefined {
  const { config, serverKey } = deps;
  const { mail, brand, publicUrl } = config;
  if (mail === undefined || serverKey === undefined) return undefined;
  const relay = openRelay({ mail, name: brand.name, hostname: new URL(publicUrl).hostname });
  const parts = {
    ...{ deps, serverKey, relay, languageFor, service: brand.name },
    told(event: MailEvent) {
      told?.(event);
      if (event.outcome !== 'taken') log.warn('mail not taken', { ...event });
    },
  };
  const deliver = deliverMails(parts);
  const failed = (error: unknown) => log.error('outbox failed', errorFields(error));
  return startOutbox(deps, { kinds: ['code', 'mail'], discards: ['none'], atOnce: MAILS_AT_ONCE, deliver, failed });
}
