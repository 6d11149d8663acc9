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

/** The link alone to stdout; to a person, beside it, what was agreed and how to take it back. */
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
  // What is written where no person looks is kept by something: a log should not have a manage link.
  if (world.stderr.isTTY) say(`To see whether it was opened, or to delete it:\n${manageLink}`);
}
