import type { Shared } from '#client/share.ts';
import { writeJson, writeTo } from '#cli/terminal/output.ts';
import { sayQrCode } from '#cli/terminal/qr-code.ts';
import type { World } from '#cli/world.ts';
import { timeInWords, timeStamp, viewsInWords } from '#cli/terminal/wording.ts';

interface Telling {
  readonly world: World;
  readonly say: (line: string) => void;
  readonly values: { readonly json?: boolean | undefined; readonly qr?: boolean | undefined };
}

/** Prints only the link to stdout. The terms go to stderr, and at a terminal the manage link too. */
export async function tellShared(
  { world, say, values }: Telling,
  shared: Shared,
  skipped: readonly string[] = [],
): Promise<void> {
  const { id, link, manageLink, createdAt, expiresAt, maxViews, hasPassword, title } = shared;
  if (values.qr) await sayQrCode(world, link);
  if (values.json) {
    const times = { createdAt: timeStamp(createdAt), expiresAt: timeStamp(expiresAt) };
    const terms = { maxViews: maxViews === 0 ? 'unlimited' : maxViews, hasPassword };
    const rest = { ...(title !== undefined && { title }), ...(skipped.length > 0 && { skipped }) };
    await writeJson(world.stdout, { link, manageLink, id, ...times, ...terms, ...rest });
    return;
  }
  await writeTo(world.stdout, `${link}\n`);
  say(
    `Opens ${viewsInWords(maxViews)}${hasPassword ? ', with the password' : ''}, until ${timeInWords(expiresAt, createdAt)}.`,
  );
  // Without a terminal, stderr is often a log, which should not contain a manage link.
  if (world.stderr.isTTY)
    say(`Manage link (shows whether it was opened, and deletes it). Keep it private:\n${manageLink}`);
}
