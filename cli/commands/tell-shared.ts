import type { Shared } from '#client/share.ts';
import { webhookSecretOf } from '#client/webhook-secret.ts';
import { tellLinks } from './tell-links.ts';
import type { Telling } from './tell-links.ts';
import { membersForPrograms, membersInWords } from './choose-members.ts';
import type { ChosenMembers } from './choose-members.ts';
import type { ChosenGates } from './read-gates.ts';
import { copyLink } from '#cli/terminal/clipboard.ts';
import { writeJson, writeTo } from '#cli/terminal/output.ts';
import { sayQrCode } from '#cli/terminal/qr-code.ts';
import { listedBriefly, sentences, timeInWords, timeStamp } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { gates as gateWords } from '#cli/words/gates.ts';
import { sharing as words } from '#cli/words/sharing.ts';

/** A created share, and what its reply does not repeat. */
export interface Told {
  readonly shared: Shared;
  readonly gates: ChosenGates & ChosenMembers;
  readonly skipped: readonly string[];
}

/** Prints only the link to stdout. The terms go to stderr, and at a terminal the manage link too. */
export async function tellShared(telling: Telling, told: Told): Promise<void> {
  const { world, values } = telling;
  const { link, manageLink } = told.shared;
  if (values.qr) await sayQrCode(world, link);
  if (values.json) {
    await writeJson(world.stdout, forPrograms(told));
    if (values.copy) await copyLink(telling, link);
    return;
  }
  const terms = termsInWords(told);
  await tellWebhookSecret(telling, told);
  // Without a terminal, stderr is often a log, which should not contain a manage link.
  await tellLinks(telling, { terms, link, manageLink, alwaysManageLink: false });
}

/** For `--json`. */
export function forPrograms({ shared, gates, skipped }: Told) {
  const { people, notBefore, notify } = gates;
  const { id, link, manageLink, createdAt, expiresAt, maxViews, hasPassword, title } = shared;
  return {
    ...{ link, manageLink, id, createdAt: timeStamp(createdAt), expiresAt: timeStamp(expiresAt) },
    ...{ maxViews: maxViews === 0 ? 'unlimited' : maxViews, hasPassword },
    ...(title !== undefined && { title }),
    ...(notBefore !== undefined && { notBefore: timeStamp(notBefore) }),
    ...(people !== undefined && { people }),
    ...membersForPrograms(gates),
    ...(notify !== undefined && notify.secret === undefined && { webhookSecret: webhookSecretOf(shared.ownerKey) }),
    ...(skipped.length > 0 && { skipped }),
  };
}

/** Like a manage link, it is not for a log. */
export async function tellWebhookSecret({ world: { stderr } }: Telling, { shared, gates }: Told): Promise<void> {
  if (gates.notify === undefined || gates.notify.secret !== undefined || !stderr.isTTY) return;
  await writeTo(stderr, `\n${gateWords.webhookSecret}\n${webhookSecretOf(shared.ownerKey)}\n`);
}

export function termsInWords({ shared, gates }: Told): string {
  const { people, notBefore } = gates;
  const { createdAt } = shared;
  const members = membersInWords(gates);
  const start =
    notBefore === undefined ? [] : [inWords(gateWords.opensFrom, { time: timeInWords(notBefore, createdAt) })];
  if (people === undefined) return sentences(viewsInWords(shared), ...start, ...members);
  return sentences(
    inWords(gateWords.onlyThese, { people: listedBriefly(people) }),
    eachInWords(shared),
    ...start,
    ...members,
  );
}

function viewsInWords({ createdAt, expiresAt, maxViews, hasPassword }: Shared): string {
  const until = timeInWords(expiresAt, createdAt);
  if (maxViews === 0) return inWords(hasPassword ? words.opensUnlimitedWithPassword : words.opensUnlimited, { until });
  return inWords(hasPassword ? words.opensWithPassword : words.opens, { views: maxViews, until });
}

/** The same for each of the named people. */
function eachInWords({ createdAt, expiresAt, maxViews, hasPassword }: Shared): string {
  const until = timeInWords(expiresAt, createdAt);
  if (maxViews === 0)
    return inWords(hasPassword ? gateWords.eachOpensUnlimitedWithPassword : gateWords.eachOpensUnlimited, { until });
  const message = hasPassword ? gateWords.eachOpensWithPassword : gateWords.eachOpens;
  return inWords(message, { views: maxViews, until });
}
