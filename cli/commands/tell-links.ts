import { copyLink } from '#cli/terminal/clipboard.ts';
import { writeTo } from '#cli/terminal/output.ts';
import { sharing as words } from '#cli/words/sharing.ts';
import type { World } from '#cli/world.ts';

export interface Telling {
  readonly world: World;
  readonly say: (line: string) => void;
  readonly values: {
    readonly json?: boolean | undefined;
    readonly qr?: boolean | undefined;
    readonly copy?: boolean | undefined;
  };
}

interface Links {
  readonly terms: string;
  readonly link: string;
  readonly manageLink: string;
  /** Also where stderr may be a log. Else the manage link is only for a terminal. */
  readonly alwaysManageLink: boolean;
}

/**
 * Prints the link to send to stdout, and all else to stderr. At a terminal both links have labels, and the one to send
 * is the last line.
 * @throws Failure if a link cannot be written
 */
export async function tellLinks({ world, say, values }: Telling, links: Links): Promise<void> {
  const { stdout, stderr } = world;
  // In a pipe the terms follow the link: they would be untrue if it cannot be written.
  if (stdout.isTTY) say(links.terms);
  if (stderr.isTTY || links.alwaysManageLink) {
    await writeTo(stderr, `${stderr.isTTY ? '\n' : ''}${words.manageLink}\n${links.manageLink}\n`);
  }
  if (stderr.isTTY && stdout.isTTY) say(`\n${words.link}`);
  await writeTo(stdout, `${links.link}\n`);
  if (!stdout.isTTY) say(links.terms);
  if (values.copy) await copyLink({ world, say }, links.link);
}
