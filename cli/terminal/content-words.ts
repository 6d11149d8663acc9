import { sealedContent } from '#client/sealed-content.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { sizeInWords } from './wording.ts';

/** `files, about 12 MB`, before a share is opened. @returns undefined if the server does not say */
export function contentInWords(description: DescribeReply): string | undefined {
  const content = sealedContent(description);
  if (content === undefined) return undefined;
  return `${content.kind}, ${content.aboutBytes === undefined ? 'less than 1 kB' : `about ${sizeInWords(content.aboutBytes)}`}`;
}

/** `once`, `2 times`, or `one more time` if it was opened before. */
export function viewsLeftInWords({ maxViews, viewsLeft }: DescribeReply): string {
  if (viewsLeft === null) return 'any number of times';
  if (viewsLeft === 1) return maxViews === 1 ? 'once' : 'one more time';
  return viewsLeft === maxViews ? `${viewsLeft} times` : `${viewsLeft} more times`;
}
