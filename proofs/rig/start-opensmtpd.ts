import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#scripts/testing/free-port.ts';
import { untilListening } from './start-nginx.ts';

export interface OpenSmtpd {
  readonly port: number;
  /** `smtp://127.0.0.1:…` */
  readonly url: string;
  /** The mails in the one mailbox, in no order. */
  readonly mails: () => readonly string[];
  readonly stop: () => Promise<void>;
}

/** Debian's user without rights. */
const NOBODY = 65_534;

const configuration = (port: number, mailbox: string) => `
listen on 127.0.0.1 port ${port} hostname relay.test
action "keep" maildir "${mailbox}" virtual { "@" = "nobody" }
match from any for domain "example.org" action "keep"
`;

/** A real mail relay, which takes mail for example.org and puts all of it into one mailbox. Only root can start it. */
export async function startOpenSmtpd(program: string): Promise<OpenSmtpd> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-smtpd-'));
  const [mailbox, file, port] = [join(folder, 'mail'), join(folder, 'smtpd.conf'), await freePort()];
  chmodSync(folder, 0o711);
  mkdirSync(mailbox);
  chownSync(mailbox, NOBODY, statSync(mailbox).gid);
  writeFileSync(file, configuration(port, mailbox));
  const child = spawn(program, ['-d', '-f', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'close');
  await untilListening(port, () => {
    if (child.exitCode !== null) throw new Error(`smtpd ended:\n${log}`);
  });
  const arrived = join(mailbox, 'new');
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    mails: () =>
      existsSync(arrived) ? readdirSync(arrived).map((name) => readFileSync(join(arrived, name), 'utf8')) : [],
    async stop() {
      child.kill('SIGTERM');
      await ended;
      process.off('exit', kill);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
