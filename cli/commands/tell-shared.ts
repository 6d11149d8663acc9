import type { Shared } from '#client/share.ts';
import { tellLinks } from './tell-links.ts';
import type { Telling } from './tell-links.ts';
import { copyLink } from '#cli/terminal/clipboard.ts';
import { writeJson } from '#cli/terminal/output.ts';
import { sayQrCode } from '#cli/terminal/qr-code.ts';
import { timeInWords, timeStamp } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { sharing as words } from '#cli/words/sharing.ts';

/** Prints only the link to stdout. The terms go to stderr, and at a terminal the manage link too. */
export async function tellShared(telling: Telling, shared: Shared, skipped: readonly string[] = []): Promise<void> {
  const { world, values } = telling;
  const { id, link, manageLink, createdAt, expiresAt, maxViews, hasPassword, title } = shared;
  if (values.qr) await sayQrCode(world, link);
  if (values.json) {
    const times = { createdAt: timeStamp(createdAt), expiresAt: timeStamp(expiresAt) };
    const terms = { maxViews: maxViews === 0 ? 'unlimited' : maxViews, hasPassword };
    const rest = { ...(title !== undefined && { title }), ...(skipped.length > 0 && { skipped }) };
    await writeJson(world.stdout, { link, manageLink, id, ...times, ...terms, ...rest });
    if (values.copy) await copyLink(telling, link);
    return;
  }
  const terms = termsInWords(shared);
  // Without a terminal, stderr is often a log, which should not contain a manage link.
  await tellLinks(telling, { terms, link, manageLink, alwaysManageLink: false });
}

function termsInWords({ createdAt, expiresAt, maxViews, hasPassword }: Shared): string {
  const until = timeInWords(expiresAt, createdAt);
  if (maxViews === 0) return inWords(hasPassword ? words.opensUnlimitedWithPassword : words.opensUnlimited, { until });
  return inWords(hasPassword ? words.opensWithPassword : words.opens, { views: maxViews, until });
}
