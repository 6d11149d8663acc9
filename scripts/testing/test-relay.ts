import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { domainToASCII } from 'node:url';
import { simpleParser } from 'mailparser';
import type { ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';

/** One mail as the relay took it. */
export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  /** The bytes after DATA. */
  readonly raw: string;
  readonly parsed: ParsedMail;
}

export interface TestRelay extends AsyncDisposable {
  readonly port: number;
  /** `smtp://127.0.0.1:…` */
  readonly url: string;
  readonly taken: readonly TakenMail[];
  /** The commands that clients sent, without AUTH. */
  readonly commands: readonly string[];
  /** Answers the next RCPT with these replies, one each, and then takes the mail again. */
  readonly refuseNext: (...statuses: readonly number[]) => void;
  /** Resolves when it has taken so many mails. */
  readonly untilTaken: (count: number) => Promise<void>;
}

const errorWith = (responseCode: number, address: string) =>
  Object.assign(new Error(`<${address}> not now`), { responseCode });

/** The server decodes domains. */
function asciiOf(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  return address.slice(0, at) + domainToASCII(address.slice(at));
}

/** Looks again each time that something calls what it has put into `waiting`. */
function until(waiting: Set<() => void>, isTrue: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isTrue()) return;
      waiting.delete(look);
      resolve();
    };
    waiting.add(look);
    look();
  });
}

/** A real SMTP server on this machine. By default it takes every mail without a login. */
export async function openTestRelay(options: SMTPServerOptions = {}): Promise<TestRelay> {
  const taken: TakenMail[] = [];
  const commands: string[] = [];
  const refusals: number[] = [];
  const waiting = new Set<() => void>();
  const server = new SMTPServer({
    ...{ authOptional: true, logger: false, disableReverseLookup: true, hideDSN: false },
    ...(options.secure !== true && options.key === undefined && { disabledCommands: ['STARTTLS'] }),
    onMailFrom({ address, args }, _session, done) {
      commands.push(`MAIL ${address} ${JSON.stringify(args)}`);
      done();
    },
    onRcptTo({ address, args }, _session, done) {
      commands.push(`RCPT ${address} ${JSON.stringify(args)}`);
      const status = refusals.shift();
      done(status === undefined ? null : errorWith(status, address));
    },
    onData(stream, session, done) {
      const read = async () => {
        const raw = Buffer.concat(await stream.toArray()).toString('utf8');
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        taken.push({ from, to: rcptTo.map(({ address }) => asciiOf(address)), raw, parsed: await simpleParser(raw) });
        for (const look of waiting) look();
      };
      read().then(() => done(), done);
    },
    ...options,
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    url: `${options.secure === true ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    taken,
    commands,
    refuseNext: (...statuses) => void refusals.push(...statuses),
    untilTaken: (count) => until(waiting, () => taken.length >= count),
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export interface SilentRelay extends AsyncDisposable {
  readonly port: number;
  /** Resolves when somebody has connected. */
  readonly connected: Promise<unknown>;
}

/** Accepts connections and never says a word. */
export async function openSilentRelay(): Promise<SilentRelay> {
  const server: Server = createServer((socket) => void socket.on('error', () => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connected: once(server, 'connection'),
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
