import type { Config } from './config/config.ts';
import type { Log } from './http/log.ts';
import { isLoopback } from './http/loopback.ts';

/** Warns of each connection that leaves this machine without encryption, and says what that means. */
export function warnOfPlainText(config: Config, { warn }: Pick<Log, 'warn'>): void {
  warnOfPages(config, warn);
  warnOfMail(config, warn);
  warnOfObjectStore(config, warn);
}

function warnOfPages({ publicUrl, allowInsecureHttp }: Config, warn: Log['warn']): void {
  if (!isPlainHttp(publicUrl)) return;
  const consequence = allowInsecureHttp
    ? 'anyone on the network path can read everything'
    : 'browsers allow no encryption there, so the pages do not work';
  warn('SOTTO_PUBLIC_URL uses plain http beyond localhost', { consequence });
}

function warnOfMail({ mail }: Config, warn: Log['warn']): void {
  if (mail === undefined || mail.tls || isLoopback(new URL(mail.smtpUrl).hostname)) return;
  warn('SOTTO_SMTP_TLS is off', { consequence: 'anyone between this machine and the relay can read the codes' });
}

/** The files are encrypted, and a request of S3 never contains the secret key. A session token is sent as it is. */
function warnOfObjectStore({ s3 }: Config, warn: Log['warn']): void {
  if (s3 === undefined || !isPlainHttp(s3.url)) return;
  const consequence =
    'anyone between this machine and the store can see which files are sent and read, and can change what arrives';
  warn('SOTTO_S3_URL uses plain http beyond this machine', { consequence });
}

function isPlainHttp(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !isLoopback(hostname);
}
