import type { World } from '#cli/world.ts';
import { environmentLanguage, withRegion } from '#cli/language/choose-language.ts';
import { Failure } from './exit-codes.ts';
import { english, inWords, setLanguage } from '#cli/language/words.ts';
import { listed } from './wording.ts';
import { program as words } from '#cli/words/program.ts';

/**
 * Chooses the language for this process: the one that an option names, or that of the environment, or English.
 * @param wanted the value of `--lang`
 * @throws Failure for a wanted language that this program does not have
 */
export async function speak({ env, assets }: World, wanted: string | undefined): Promise<void> {
  const tag = wanted ?? environmentLanguage(env, systemLocale());
  const spoken = (chosen: Pick<typeof english, 'tag' | 'tables' | 'widthOf'>) =>
    setLanguage({
      ...chosen,
      numberLocale: withRegion(chosen.tag, env, 'LC_NUMERIC'),
      dateLocale: withRegion(chosen.tag, env, 'LC_TIME'),
    });
  spoken(english);
  if (tag === undefined || tag === english.tag) return;
  const { loadLanguage, offeredTags } = await import('#cli/language/load-language.ts');
  const loaded = await loadLanguage(assets, tag);
  if (loaded !== undefined) spoken(loaded);
  else if (wanted !== undefined)
    throw new Failure('misused', inWords(words.languageMissing, { languages: listed(await offeredTags(assets)) }));
}

/** Windows sets no variables. Elsewhere they say all. */
const systemLocale = (): string | undefined =>
  process.platform === 'win32' ? new Intl.DateTimeFormat().resolvedOptions().locale : undefined;
