import { createTransport } from 'nodemailer';
import type { SMTPTransportOptions } from 'nodemailer/lib/smtp-transport';
import type MimeNode from 'nodemailer/lib/mime-node';
import { readAddress } from '#crypto/address.ts';
import type { MailConfig } from '#server/config/config.ts';
import { isLoopback } from '#server/http/loopback.ts';
import { createConnect } from './connect-to-relay.ts';
import type { ConnectToRelay } from './connect-to-relay.ts';
import { sentOrFailed } from './relay-reply.ts';
import type { Sent } from './relay-reply.ts';

export interface OutgoingMail {
  /** SPEC.md §13.3. */
  readonly address: string;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
  /** The same for each try, so that a mailbox can recognise a copy: letters and digits. */
  readonly reference: string;
}

export interface Relay {
  readonly send: (mail: OutgoingMail, signal: AbortSignal) => Promise<Sent>;
}

export interface RelayOptions {
  readonly mail: Pick<MailConfig, 'smtpUrl' | 'from' | 'tls'>;
  /** The sender's name in the mails. */
  readonly name: string;
  /** With which this service greets the relay. */
  readonly hostname: string;
  /** How long one mail may take. */
  readonly sendMs?: number;
  /** The host to connect to in place of the one in the address, which the certificate still has to name. */
  readonly connectTo?: string;
}

/** Well within CLAIM_SECONDS. */
const SEND_MS = 40_000;
const GREETING_MS = 15_000;
const PORTS: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };

/**
 * Opens the operator's mail relay. The one module that loads nodemailer, so that a service without mail never does.
 * nodemailer reads more in an address than a person would (it takes a line break and `Bcc:` for a second recipient), so
 * it gets only addresses of SPEC.md §13.3, as objects, and both envelope and header are compared before anything is
 * sent.
 */
export function openRelay({ mail, name, hostname, sendMs = SEND_MS, connectTo }: RelayOptions): Relay {
  const url = new URL(mail.smtpUrl);
  const port = url.port === '' ? (PORTS[url.protocol] ?? 0) : Number(url.port);
  const connect = createConnect({ hostname: connectTo ?? url.hostname, port });
  const domain = mail.from.slice(mail.from.indexOf('@') + 1);
  return {
    async send({ address, subject, text, reference }, signal) {
      if (readAddress(address)?.address !== address) throw new Error('Not an address that mail may go to.');
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(sendMs)]);
      const transport = transportTo({ url, tls: mail.tls, hostname }, () => connect(deadline));
      transport.use('stream', (composed, done) =>
        done(isOnlyTo(composed.message, address) ? null : new Error('Not only to the recipient.')),
      );
      const sending = transport.sendMail({
        ...{ from: { name, address: mail.from }, to: { name: '', address }, subject, text },
        envelope: { from: mail.from, to: [address] },
        messageId: `<${reference}@${domain}>`,
        // No machine answers it, and no report of its delivery comes back.
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        dsn: { notify: ['NEVER'] },
        ...{ xMailer: false, disableFileAccess: true, disableUrlAccess: true, signal: deadline },
      });
      return sentOrFailed(sending);
    },
  };
}

interface Target {
  readonly url: URL;
  readonly tls: boolean;
  readonly hostname: string;
}

/** Without encryption only on this machine, or if the operator said so. */
function transportTo({ url, tls, hostname }: Target, connect: () => ReturnType<ConnectToRelay>) {
  const isPlain = !tls || isLoopback(url.hostname);
  const auth = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  const options: SMTPTransportOptions = {
    // For the certificate.
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    secure: url.protocol === 'smtps:',
    ...(isPlain ? { ignoreTLS: true } : { requireTLS: true }),
    tls: { minVersion: 'TLSv1.2' },
    ...(url.username !== '' && { auth }),
    name: hostname,
    greetingTimeout: GREETING_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    getSocket: (_options, callback) => {
      connect().then(
        (connection) => callback(null, { connection }),
        (error: unknown) => callback(error instanceof Error ? error : new Error('No connection.')),
      );
    },
  };
  return createTransport(options);
}

function isOnlyTo(message: MimeNode, address: string): boolean {
  const { to = [], cc, bcc } = message.getAddresses();
  const { to: envelope } = message.getEnvelope();
  const all = [...envelope, ...to.map((one) => one.address)];
  return cc === undefined && bcc === undefined && all.length === 2 && all.every((one) => one === address);
}
