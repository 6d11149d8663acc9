import { randomBytes } from 'node:crypto';
import type { Config } from '#server/config/config.ts';
import { isLoopback } from '#server/http/loopback.ts';
import { openRelay } from '#server/mail/open-relay.ts';
import type { Sent } from '#server/mail/relay-reply.ts';
import type { Check, Finding } from './finding.ts';

/** Sends one mail as the service would, and reports what the relay said. */
export async function checkMail(config: Config, address: string): Promise<Check> {
  const { mail, brand, publicUrl } = config;
  if (mail === undefined) {
    const fix = 'Set SOTTO_SMTP_URL and SOTTO_MAIL_FROM. Check that they are the same here as for the service.';
    return { passed: '', findings: [{ what: 'SOTTO_SMTP_URL is not set, so the service sends no mail.', fix }] };
  }
  const relay = openRelay({ mail, name: brand.name, hostname: new URL(publicUrl).hostname });
  const sent = await relay.send(
    {
      address,
      subject: `${brand.name}: a test mail`,
      text: `This is a test of ${brand.name}, which an operator asked for. Mails with codes come from the same address.\n\nIn the headers of this mail, spf and dkim should say "pass".\n`,
      reference: randomBytes(16).toString('hex'),
    },
    new AbortController().signal,
  );
  const { hostname } = new URL(mail.smtpUrl);
  const passed = `The mail relay took a mail to ${address}: ${shown(sent.kind === 'taken' ? sent.reply : '')}`;
  return { passed, findings: [...failure(sent, address), ...openMail(mail.tls, hostname)] };
}

/** @returns a note if anybody on the way to the relay can read the codes */
function openMail(isEncrypted: boolean, hostname: string): Finding[] {
  if (isEncrypted || isLoopback(hostname)) return [];
  return [
    { isNote: true, what: 'SOTTO_SMTP_TLS is off: anyone between this machine and the relay can read the codes.' },
  ];
}

function failure(sent: Sent, address: string): Finding[] {
  switch (sent.kind) {
    case 'taken':
      return [];
    case 'refused':
      return [
        {
          what: `The mail relay refused a mail to ${address}: ${shown(sent.reply)}`,
          fix: 'Check that the relay lets this service send from SOTTO_MAIL_FROM, and that the mailbox exists.',
        },
      ];
    case 'failed':
      return [
        {
          what: `The mail relay did not take a mail to ${address} (${shown(sent.reply ?? sent.reason)}).`,
          fix: fixes[sent.reason] ?? otherFix(sent),
        },
      ];
  }
}

const certificate =
  'The certificate of the relay is not trusted here. For a certificate of your own, name it in NODE_EXTRA_CA_CERTS.';
const noAnswer = 'Check host and port of SOTTO_SMTP_URL, and whether a firewall is in between.';

/** By nodemailer's and Node's codes. */
const fixes: Readonly<Record<string, string>> = {
  EAUTH: 'Check user and password in SOTTO_SMTP_URL. Characters such as @ are written as %40.',
  ETLS: 'The relay offers no encryption on this port. Try smtps:// with port 465.',
  ERR_SSL_WRONG_VERSION_NUMBER: 'This port does not begin with encryption. Try smtp:// with port 587.',
  ENOTFOUND: 'Check the host name in SOTTO_SMTP_URL.',
  EAI_AGAIN: 'No name server answered for the host in SOTTO_SMTP_URL. Check /etc/resolv.conf.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'The certificate of the relay is for another host name. Use that name in SOTTO_SMTP_URL.',
  CERT_HAS_EXPIRED: 'The certificate of the relay has expired. Renew it there, and check the clock of this machine.',
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate,
  SELF_SIGNED_CERT_IN_CHAIN: certificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
  ...{ ECONNREFUSED: noAnswer, EABORT: noAnswer, EHOSTUNREACH: noAnswer, ENETUNREACH: noAnswer },
  ETIMEDOUT: `${noAnswer} With port 465, the address begins with smtps://.`,
};

const otherFix = ({ status }: { readonly status?: number }): string =>
  status === undefined
    ? 'Check SOTTO_SMTP_URL, and the log of the relay.'
    : 'The service tries again after 1, 4, 10 and 15 minutes. If it stays like this, check the log of the relay.';

/** A relay may write anything. */
const shown = (reply: string): string =>
  reply
    .replace(/[^\x20-\x7E]+/g, ' ')
    .trim()
    .slice(0, 300);
