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
  const isSame = found !== undefined && (given === undefined || found.addressTag === tagOf(found.claim, given));
  const asking = new CodeAsking(call, { place, kept, claim: isSame ? found.claim : newClaim(), given });
  const canPrompt = file === undefined && isInteractive(call.world);
  const isDone = file !== undefined || canPrompt;
  if (!isSame || (!isDone && given !== undefined)) {
    if (given === undefined && file !== undefined && !isInteractive(call.world))
      throw new Failure('misused', words.notRequested);
    await asking.send();
    // The code of a plain file was there before this mail.
    if (!isDone || (file !== undefined && (await isPlainFile(file)))) throw new Failure('misused', words.runAgain);
  } else if (!isDone) throw new Failure('misused', words.runAgain);
  else if (canPrompt) call.say(runningWords(found));
  return asking.source(file);
}

const tagOf = (claim: string, { address }: Address): string => addressTagOf(claim, address);

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
  readonly claim: string;
  readonly given: Address | undefined;
}

class CodeAsking {
  readonly #call: CodeCall;
  readonly #begun: Begun;
  #address: Address | undefined;
  #againAt = 0;

  constructor(call: CodeCall, begun: Begun) {
    this.#call = call;
    this.#begun = begun;
    this.#address = begun.given;
  }

  /** @throws Failure; as `requestCode` */
  async send(): Promise<void> {
    const { say, signal } = this.#call;
    const { place, kept, claim } = this.#begun;
    this.#address ??= await this.#askAddress();
    const { address } = this.#address;
    sayBothForms(say, this.#address);
    const { id, key: linkKey } = place.link;
    const locale = currentLanguage().tag;
    const { again } = await requestCode(place.api, { id, linkKey, claim, address, locale, signal });
    const askedAt = Math.floor(Date.now() / 1000);
    this.#againAt = askedAt + again;
    await kept.keep({ claim, askedAt, addressTag: addressTagOf(claim, address) });
    say(inWords(words.onItsWay, { address }));
    say(sentences(inWords(words.mark, { mark: markOf(claim), time: clockInWords(askedAt) }), words.noMail));
  }

  source(file: string | undefined): CodeSource {
    const { kept, claim } = this.#begun;
    return {
      claim,
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

  /** The server ignores a second mail within this time, and does not say so. */
  async #sendAgain(): Promise<void> {
    const { say } = this.#call;
    const wait = this.#againAt - Date.now() / 1000;
    if (wait > 0) {
      say(inWords(words.againLater, { when: afterWait(Math.ceil(wait)) }));
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
