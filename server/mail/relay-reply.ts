/** A relay's reply to a mail. `reply` is for operators: it may quote the address. */
export type Sent =
  /** The relay took it. Whether it arrives is another matter. */
  | { readonly kind: 'taken'; readonly reply: string }
  /** 5xx for the sender, the recipient or the message: trying again would not help. */
  | { readonly kind: 'refused'; readonly status: number; readonly reply: string }
  /** Not taken for another reason: no connection, no encryption, no login, or 4xx. */
  | { readonly kind: 'failed'; readonly reason: string; readonly status?: number; readonly reply?: string };

/** nodemailer's codes for replies to MAIL, RCPT and DATA. Only these are about the mail itself. */
const aboutTheMail: readonly unknown[] = ['EENVELOPE', 'EMESSAGE'];

export function sentOrFailed(sending: Promise<{ readonly response?: string | undefined }>): Promise<Sent> {
  return sending.then(({ response = '' }): Sent => ({ kind: 'taken', reply: response }), failure);
}

function failure(error: unknown): Sent {
  const { code, originalCode, responseCode, response } = fieldsOf(error);
  const status = typeof responseCode === 'number' ? responseCode : undefined;
  const reply = typeof response === 'string' ? response : undefined;
  if (status !== undefined && status >= 500 && aboutTheMail.includes(code)) {
    return { kind: 'refused', status, reply: reply ?? '' };
  }
  const reason = [originalCode, code].find((known) => typeof known === 'string') ?? 'unknown';
  return { kind: 'failed', reason, ...(status && { status }), ...(reply && { reply }) };
}

const fieldsOf = (error: unknown): Readonly<Record<string, unknown>> =>
  error instanceof Error ? (error as Error & Record<string, unknown>) : {};
