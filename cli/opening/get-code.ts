import { stat } from 'node:fs/promises';
import { ApiError } from '#client/errors.ts';
import { newClaim } from '#client/open.ts';
import { markOf, requestCode } from '#client/request-code.ts';
import { readCode } from '#client/read-code.ts';
import { readAddress } from '#crypto/address.ts';
import type { Address } from '#crypto/address.ts';
import { readTextFile } from '#cli/files/read-text-file.ts';
import { sayBothForms } from '#cli/terminal/address-words.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { explain } from '#cli/terminal/explain.ts';
import { askLine, isInteractive } from '#cli/terminal/terminal.ts';
import type { Asking } from '#cli/terminal/terminal.ts';
import { afterWait, sentences } from '#cli/terminal/wording.ts';
import { currentLanguage, inWords } from '#cli/language/words.ts';
import { code as words } from '#cli/words/code.ts';
import { opening } from '#cli/words/opening.ts';
import type { Attempt } from './attempt-opening.ts';
import { addressTagOf, keptCodeOf } from './kept-code.ts';
import type { CodeAsk, KeptCode } from './kept-code.ts';

export interface CodeCall extends Asking {
  readonly say: (line: string) => void;
  readonly values: { readonly email?: string | undefined; readonly 'code-file'?: string | undefined };
}

type Place = Pick<Attempt, 'api' | 'link'>;

/** The server's: a code is good for so long after its first mail, and it sends no more mails with one code. */
const CODE_SECONDS = 1800;
const CODE_SENDS = 3;

/** The codes for a share that only named people can open. */
export interface CodeSource {
  /** The claim that the codes belong to. */
  readonly claim: string;
  /**
   * The next code to send.
   * @param triesLeft after a wrong code
   * @throws Failure if there is no other
   */
  next(triesLeft?: number): Promise<string>;
  /** The share was opened, or cannot be opened any more. */
  drop(): Promise<void>;
}

/**
 * Has a code mailed, unless one from an earlier run is on its way. In a pipe without a file for the code, the command
 * ends here, and a second run goes on. Nothing is opened.
 * @throws Failure
 */
export async function getCodes(call: CodeCall, place: Place): Promise<CodeSource> {
  const { email, 'code-file': file } = call.values;
  const kept = keptCodeOf(call.world, place.link.id);
  const given = email === undefined ? undefined : expectAddress(email);
  const found = await kept.find();
  const running = found !== undefined && (given === undefined || isFor(found, given)) ? found : undefined;
  const asking = new CodeAsking(call, { place, kept, running, given });
  const isTerminal = isInteractive(call.world);
  if (file === undefined && !isTerminal) {
    if (running === undefined || given !== undefined) await asking.send();
    throw new Failure('misused', words.runAgain);
  }
  if (running === undefined) {
    if (given === undefined && !isTerminal) throw new Failure('misused', words.notRequested);
    await asking.send();
    // The code of a plain file was there before this mail.
    if (file !== undefined && (await isPlainFile(file))) throw new Failure('misused', words.runAgain);
  } else if (file === undefined) call.say(runningWords(running));
  return asking.source(file);
}

const isFor = ({ claim, addressTag }: CodeAsk, { address }: Address): boolean =>
  addressTag === addressTagOf(claim, address);

/** @throws Failure */
function expectAddress(text: string): Address {
  const address = readAddress(text.trim());
  if (address === undefined) throw new Failure('misused', words.notAddress);
  return address;
}

const isPlainFile = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile(),
    () => true,
  );

/** The mail states UTC, as the server does not know where its reader is. */
const clockInWords = (seconds: number): string =>
  new Date(seconds * 1000).toLocaleTimeString(currentLanguage().dateLocale, {
    ...{ hour: '2-digit', minute: '2-digit', timeZone: 'UTC', timeZoneName: 'short' },
  });

const runningWords = ({ claim, askedAt }: CodeAsk): string =>
  inWords(words.running, { time: clockInWords(askedAt), mark: markOf(claim) });

interface Begun {
  readonly place: Place;
  readonly kept: KeptCode;
  /** The request of an earlier run. */
  readonly running: CodeAsk | undefined;
  readonly given: Address | undefined;
}

const now = (): number => Math.floor(Date.now() / 1000);

class CodeAsking {
  readonly #call: CodeCall;
  readonly #begun: Begun;
  readonly #claim: string;
  #address: Address | undefined;
  #ask: CodeAsk | undefined;
  #againAt = 0;

  constructor(call: CodeCall, begun: Begun) {
    this.#call = call;
    this.#begun = begun;
    this.#claim = begun.running?.claim ?? newClaim();
    this.#address = begun.given;
    this.#ask = begun.running;
  }

  /** @throws Failure; as `requestCode` */
  async send(): Promise<void> {
    const { say, signal } = this.#call;
    const { place, kept } = this.#begun;
    const claim = this.#claim;
    const to = (this.#address ??= await this.#askAddress());
    const before = this.#sameCode(to);
    if (before !== undefined && before.sends >= CODE_SENDS) {
      say(inWords(words.enough, { time: clockInWords(before.askedAt + CODE_SECONDS) }));
      return;
    }
    const { address } = to;
    sayBothForms(say, to);
    const { askedAt, sends } = before ?? { askedAt: now(), sends: 0 };
    const ask = { claim, askedAt, addressTag: addressTagOf(claim, address), sends: sends + 1 };
    const { id, key: linkKey } = place.link;
    const request = { id, linkKey, claim, address, locale: currentLanguage().tag, signal };
    const { again } = await keptWhile(kept, ask, () => requestCode(place.api, request));
    this.#ask = ask;
    this.#againAt = now() + again;
    say(inWords(words.onItsWay, { address }));
    say(sentences(inWords(words.mark, { mark: markOf(claim), time: clockInWords(askedAt) }), words.noMail));
  }

  /** The request whose code another mail repeats, with the same time. */
  #sameCode(to: Address): CodeAsk | undefined {
    const ask = this.#ask;
    return ask !== undefined && isFor(ask, to) && now() < ask.askedAt + CODE_SECONDS ? ask : undefined;
  }

  source(file: string | undefined): CodeSource {
    const { kept } = this.#begun;
    return {
      claim: this.#claim,
      drop: () => kept.drop(),
      next: async (triesLeft) => {
        if (triesLeft === 0) await kept.drop();
        if (triesLeft !== undefined && (triesLeft === 0 || file !== undefined))
          throw new Failure('password', inWords(words.wrong, { tries: triesLeft }));
        if (file !== undefined) return readCodeFile(file);
        if (triesLeft !== undefined) this.#call.say(inWords(words.wrong, { tries: triesLeft }));
        return this.#askCode();
      },
    };
  }

  async #askCode(): Promise<string> {
    for (;;) {
      const typed = await askOrLeave(this.#call, words.prompt);
      const code = readCode(typed);
      if (code !== undefined) return code;
      if (typed === '') await this.#sendAgain();
      else this.#call.say(words.form);
    }
  }

  /** Waits as long as the server asked: mails can take a minute. */
  async #sendAgain(): Promise<void> {
    const { say } = this.#call;
    const wait = this.#againAt - now();
    if (wait > 0) {
      say(inWords(words.againLater, { when: afterWait(wait) }));
      return;
    }
    await this.send().catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.retryAfterSeconds === undefined) throw error;
      say(explain(error).message);
    });
  }

  async #askAddress(): Promise<Address> {
    if (!isInteractive(this.#call.world)) throw new Failure('misused', words.addressHint);
    for (;;) {
      const address = readAddress(await askOrLeave(this.#call, words.address));
      if (address !== undefined) return address;
      this.#call.say(words.notAddress);
    }
  }
}

/** A lost reply must not separate the mail from its claim, so the claim is kept before. A refusal undoes that. */
async function keptWhile<T>(kept: KeptCode, ask: CodeAsk, send: () => Promise<T>): Promise<T> {
  const before = await kept.find();
  await kept.keep(ask);
  try {
    return await send();
  } catch (error) {
    const isRefused = error instanceof ApiError && error.code !== 'internal';
    if (isRefused) await (before === undefined ? kept.drop() : kept.keep(before));
    throw error;
  }
}

const CTRL_D = '\u0004';

/** @throws Failure if the input ends, which means no */
async function askOrLeave(call: CodeCall, question: string): Promise<string> {
  const typed = await askLine(call, `${question} `, CTRL_D);
  if (typed === CTRL_D) throw new Failure('misused', opening.declined);
  return typed.trim();
}

/** @throws Failure that does not repeat the file's content */
async function readCodeFile(file: string): Promise<string> {
  const [line = ''] = (await readTextFile('code', file)).split(/\r\n|\r|\n/);
  const code = readCode(line);
  if (code === undefined) throw new Failure('misused', inWords(words.formInFile, { file }));
  return code;
}
