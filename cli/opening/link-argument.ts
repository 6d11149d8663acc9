import { fragmentOf } from '#client/find-link.ts';
import type { LinkKind } from '#client/link.ts';
import { readWholeLink } from '#client/whole-link.ts';
import type { NoLink, WholeLink } from '#client/whole-link.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { readLine } from '#cli/terminal/standard-input.ts';
import { askHiddenLines } from '#cli/terminal/terminal.ts';
import type { Asking } from '#cli/terminal/terminal.ts';

type Taking = Asking & { readonly say: (line: string) => void };

/** A link that was broken over lines, or comes in a whole message. */
const MAX_LINES = 100;
const MAX_LENGTH = 16_384;
const MAX_QUESTIONS = 5;

/**
 * A link is a secret: `-` reads it from standard input, and a link that is left out is asked for without echo, or read from standard
 * input where that is no terminal. As an argument it works, and every user of the machine can see it meanwhile.
 * @param whatFollows on standard input: `used` as an answer's text, or by a command
 * @throws Failure
 */
export async function takeLink(
  taking: Taking,
  given?: string,
  whatFollows: 'used' | 'unused' = 'unused',
): Promise<WholeLink> {
  const { world, say } = taking;
  if (given !== undefined && given !== '-') {
    if (world.stderr.isTTY)
      say('(Others on this machine can see a link among the arguments. Leave it out: it is asked for.)');
    const link = readWholeLink(given);
    return link.ok ? link : refuse(link);
  }
  return given === undefined && world.stdin.isTTY ? askForLink(taking) : readFromInput(taking, whatFollows);
}

/** Reads no further than the line that makes the link whole. What follows may be the text of an answer. */
async function readFromInput({ signal }: Taking, whatFollows: 'used' | 'unused'): Promise<WholeLink> {
  let text = '';
  let fault: NoLink | undefined;
  for (let lines = 0; lines < MAX_LINES && text.length < MAX_LENGTH; lines++) {
    const line = await readLine(signal);
    if (line === undefined) break;
    if (line === '') continue;
    text += `${line}\n`;
    const link = readWholeLink(text);
    if (link.ok) {
      if (whatFollows === 'used' && hasMoreThanLink(line, link)) throw new Failure('misused', NOT_ALONE);
      return link;
    }
    fault = link;
    // A whole key that does not fit is not mended by more lines.
    if (link.reason === 'wrong') break;
  }
  if (fault === undefined) throw new Failure('misused', 'No link came on standard input.');
  return refuse(fault);
}

const NOT_ALONE =
  'Something follows the link on its line, and would be lost. End the line after the link. Nothing was opened or sent.';

/** Where a file of a link has no line break at its end, the text that follows it begins on the same line. */
function hasMoreThanLink(line: string, link: WholeLink): boolean {
  // The key may stand on an earlier line, and then the line that makes the link whole ends in its id.
  const [key, id] = [endIn(line, fragmentOf(link)), endIn(line, link.id)];
  const after = line.slice(key.length >= id.length ? key.end : id.end);
  if (!/[\p{L}\p{N}]/u.test(after)) return false;
  return after.includes(' ') || !isWrapped(line, link);
}

/** Where `part` ends in the line, which may have only its last characters. */
function endIn(line: string, part: string): { readonly length: number; readonly end: number } {
  for (let length = part.length; length > 0; length--) {
    const at = line.lastIndexOf(part.slice(-length));
    if (at >= 0) return { length, end: at + length };
  }
  return { length: 0, end: line.length };
}

/** An address of another service that has the link in it, and more of its own after it. */
function isWrapped(line: string, { publicUrl }: WholeLink): boolean {
  const address = line.slice(line.search(/[\p{L}\p{N}]/u)).toLowerCase();
  return /^https?:\/\/\S+$/.test(address) && !address.startsWith(publicUrl.toLowerCase());
}

async function askForLink(taking: Taking): Promise<WholeLink> {
  const hint = 'Give the link on standard input: sotto … - < link.txt';
  let text = '';
  let fault: NoLink | undefined;
  for (let questions = 0; questions < MAX_QUESTIONS; questions++) {
    const question = fault === undefined ? 'Link:' : 'The rest, or the whole link:';
    const pasted = (await askHiddenLines(taking, question, hint)).join('\n').trim();
    if (pasted === '') {
      if (fault !== undefined) break;
      continue;
    }
    const alone = readWholeLink(pasted);
    if (alone.ok) return alone;
    text = `${text}\n${pasted}`.slice(-MAX_LENGTH);
    const together = readWholeLink(text);
    if (together.ok) return together;
    fault = together;
    taking.say(faults[fault.reason]);
  }
  if (fault === undefined) throw new Failure('misused', 'No link was given.');
  return refuse(fault);
}

const faults: Record<NoLink['reason'], string> = {
  none: 'That is not a link to a secret. Copy the whole link, from https:// on.',
  key: 'That is a key without its link. Give the link and the key together.',
  id: 'That is only a part of a link. Copy the whole link, from https:// on.',
  server: 'The link does not say which server it belongs to. Copy the whole link, from https:// on.',
  missing: 'The link has no key: the part after # is missing. Copy the whole link, or give the key on the next line.',
  cut: 'The link ends too early: the part after # was cut. Copy the whole link.',
  wrong: 'The part after # does not belong to this link: it was mistyped or mixed up. Copy the whole link.',
};

/** @throws Failure, which never repeats what was given */
function refuse({ reason }: NoLink): never {
  throw new Failure('misused', faults[reason]);
}

const uses: Record<LinkKind, string> = {
  share: 'This link opens a secret: sotto open',
  request: 'This link asks for a secret: sotto answer',
  manage: 'This link manages what you sent or asked for: sotto status, sotto delete, sotto inbox',
};

/** @throws Failure that names the command which this link is for */
export function expectKind({ kind }: WholeLink, wanted: LinkKind): void {
  if (kind !== wanted) throw new Failure('misused', uses[kind]);
}
