import { fragmentOf } from '#client/find-link.ts';
import type { LinkKind } from '#client/link.ts';
import { readWholeLink } from '#client/whole-link.ts';
import type { NoLink, WholeLink } from '#client/whole-link.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { readLine } from '#cli/terminal/standard-input.ts';
import { askHiddenLines } from '#cli/terminal/terminal.ts';
import type { Asking } from '#cli/terminal/terminal.ts';
import { opening } from '#cli/words/opening.ts';
import { prompts } from '#cli/words/prompts.ts';

const words = opening.link;

type Taking = Asking & { readonly say: (line: string) => void };

/** A link can be broken over several lines, or be part of a whole message. */
const MAX_LINES = 100;
const MAX_LENGTH = 16_384;
const MAX_QUESTIONS = 5;

/**
 * Reads a link, which is a secret. `-` reads it from standard input. Without an argument it is asked for without echo,
 * or read from standard input if that is not a terminal. It also works as an argument, which other users of the machine
 * can see.
 * @param whatFollows the link on standard input: `used` as the text of an answer, or by a command
 * @throws Failure
 */
export async function takeLink(
  taking: Taking,
  given?: string,
  whatFollows: 'used' | 'unused' = 'unused',
): Promise<WholeLink> {
  const { world, say } = taking;
  if (given !== undefined && given !== '-') {
    if (world.stderr.isTTY) say(words.seenByOthers);
    const link = readWholeLink(given);
    return link.ok ? link : refuse(link);
  }
  return given === undefined && world.stdin.isTTY ? askForLink(taking) : readFromInput(taking, whatFollows);
}

/** Stops at the line that completes the link. The input after it may be the text of an answer. */
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
      if (whatFollows === 'used' && hasMoreThanLink(line, link)) throw new Failure('misused', words.notAlone);
      return link;
    }
    fault = link;
    // More lines cannot correct a complete key that does not match.
    if (link.reason === 'wrong') break;
  }
  if (fault === undefined) throw new Failure('misused', words.notInInput);
  return refuse(fault);
}

/** If a file with a link has no line break at its end, the text after it begins on the same line. */
function hasMoreThanLink(line: string, link: WholeLink): boolean {
  // The key can be on an earlier line. Then the line that completes the link ends with its id.
  const [key, id] = [endIn(line, fragmentOf(link)), endIn(line, link.id)];
  const after = line.slice(key.length >= id.length ? key.end : id.end);
  if (!/[\p{L}\p{N}]/u.test(after)) return false;
  return after.includes(' ') || !isWrapped(line, link);
}

/** Finds the end of `part` in the line, which may contain only its last characters. */
function endIn(line: string, part: string): { readonly length: number; readonly end: number } {
  for (let length = part.length; length > 0; length--) {
    const at = line.lastIndexOf(part.slice(-length));
    if (at >= 0) return { length, end: at + length };
  }
  return { length: 0, end: line.length };
}

/** Whether the line is an address of another service that contains the link and continues after it. */
function isWrapped(line: string, { publicUrl }: WholeLink): boolean {
  const address = line.slice(line.search(/[\p{L}\p{N}]/u)).toLowerCase();
  return /^https?:\/\/\S+$/.test(address) && !address.startsWith(publicUrl.toLowerCase());
}

async function askForLink(taking: Taking): Promise<WholeLink> {
  let text = '';
  let fault: NoLink | undefined;
  for (let questions = 0; questions < MAX_QUESTIONS; questions++) {
    const question = fault === undefined ? prompts.link : prompts.restOfLink;
    const pasted = (await askHiddenLines(taking, question, prompts.linkHint)).join('\n').trim();
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
    taking.say(words.faults[fault.reason]);
  }
  if (fault === undefined) throw new Failure('misused', words.notGiven);
  return refuse(fault);
}

/** @throws Failure that never repeats the input */
function refuse({ reason }: NoLink): never {
  throw new Failure('misused', words.faults[reason]);
}

/**
 * A sender whose link is not the manage link is not told of the command for it, which would use up a view.
 * @throws Failure that says what the link is for
 */
export function expectKind({ kind }: WholeLink, wanted: LinkKind): void {
  if (kind !== wanted) throw new Failure('misused', words.uses[wanted === 'manage' ? 'notManage' : kind]);
}
