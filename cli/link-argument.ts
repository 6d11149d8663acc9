import type { LinkKind } from '#client/link.ts';
import { readWholeLink } from '#client/whole-link.ts';
import type { NoLink, WholeLink } from '#client/whole-link.ts';
import { Failure } from './exit-codes.ts';
import { readFirstLine } from './standard-input.ts';
import { askHidden } from './terminal.ts';
import type { Asking } from './terminal.ts';

/**
 * A link is a secret: `-` is the first line of standard input, and a link that is left out is asked for without echo, or read
 * from standard input where that is no terminal. As an argument it works, and every user of the machine can see it meanwhile.
 * @throws Failure
 */
export async function takeLink(asking: Asking & { readonly say: (line: string) => void }, given?: string) {
  const { world, signal, say } = asking;
  if (given !== undefined && given !== '-') {
    if (world.stderr.isTTY)
      say('(Others on this machine can see a link among the arguments. Leave it out: it is asked for.)');
    return readLink(given);
  }
  if (given === undefined && world.stdin.isTTY) {
    return readLink(await askHidden(asking, 'Link:', 'Give the link on standard input: sotto … - < link.txt'));
  }
  const line = await readFirstLine(signal);
  if (line === '') throw new Failure('misused', 'No link came on standard input.');
  return readLink(line);
}

const faults: Record<NoLink['reason'], string> = {
  none: 'That is no link to a secret. Copy the whole link, from https:// on.',
  missing: 'The link has no key: the part after # is missing. Copy the whole link.',
  cut: 'The link ends too early: the part after # was cut. Copy the whole link.',
  wrong: 'The part after # is not of this link: it was mistyped or mixed up. Copy the whole link.',
};

/** @throws Failure, which never repeats what was given */
function readLink(text: string): WholeLink {
  const link = readWholeLink(text);
  if (!link.ok) throw new Failure('misused', faults[link.reason]);
  return link;
}

const uses: Record<LinkKind, string> = {
  share: 'This link opens a secret: sotto open',
  request: 'This link asks for a secret: sotto answer',
  manage: 'This link is for whoever sent or asked: sotto status, sotto delete, sotto inbox',
};

/** @throws Failure that names the command which this link is for */
export function expectKind({ kind }: WholeLink, wanted: LinkKind): void {
  if (kind !== wanted) throw new Failure('misused', uses[kind]);
}
