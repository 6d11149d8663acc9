import { sealedContent } from '#client/sealed-content.ts';
import { gates } from '#cli/words/gates.ts';
import { opening } from '#cli/words/opening.ts';
import { status } from '#cli/words/status.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { sizeInWords } from './wording.ts';
import { inWords } from '#cli/language/words.ts';

const kindOf = (kind: 'text' | 'files') => (kind === 'text' ? kind : 'other');

/** `files, about 12 MB`, before a share is opened. @returns undefined if the server does not say */
export function contentInWords(description: DescribeReply): string | undefined {
  const content = sealedContent(description);
  if (content === undefined) return undefined;
  const kind = kindOf(content.kind);
  return content.aboutBytes === undefined
    ? inWords(status.content.tiny, { kind })
    : inWords(status.content.size, { kind, size: sizeInWords(content.aboutBytes) });
}

/** The sentence that says where a secret is, and how large. */
export function announced(address: string, description: DescribeReply): string {
  const content = sealedContent(description);
  if (content === undefined) return inWords(opening.secretAt, { address });
  const kind = kindOf(content.kind);
  return content.aboutBytes === undefined
    ? inWords(opening.secretTiny, { address, kind })
    : inWords(opening.secretOfSize, { address, kind, size: sizeInWords(content.aboutBytes) });
}

/** How often each of the named people can open it: a link does not tell how often they have. */
export function openableByEachInWords({ maxViews }: DescribeReply, until: string): string {
  return maxViews === 0
    ? inWords(gates.eachOpensUnlimited, { until })
    : inWords(gates.eachOpens, { views: maxViews, until });
}

/** How often it can still be opened. */
export function openableInWords({ maxViews, viewsLeft }: DescribeReply, until: string): string {
  if (viewsLeft === null) return inWords(opening.canBeOpenedUnlimited, { until });
  return inWords(viewsLeft === maxViews ? opening.canBeOpened : opening.canBeOpenedMore, { views: viewsLeft, until });
}
