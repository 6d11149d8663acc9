import { createMatch } from '#client/words/match-language.ts';
import type { Brand } from '#server/config/config.ts';

/** The labels of the footer links in a language, or the default label where a link has none in it. */
export function footerLabels({ footerLinks }: Pick<Brand, 'footerLinks'>, lang: string): string[] {
  return footerLinks.map(({ label, labels }) => {
    const tag = createMatch(Object.keys(labels))(lang);
    return (tag === undefined ? undefined : labels[tag]) ?? label;
  });
}
