import { brotliCompressSync } from 'node:zlib';
import { compileLanguage } from '#scripts/words/compile-language.ts';
import type { LanguageFile } from '#server/http/site/words.ts';
import type { OfferedLanguage } from '#client/words/message.ts';
import type { WebFiles } from '#server/platform/assets.ts';
import type { MailWords } from '#server/words/mail.ts';
import type { RepliesWords } from '#server/words/replies.ts';

export type TestLanguage = OfferedLanguage & Partial<LanguageFile>;

const texts = {
  ...{ withoutScriptTitle: 'A1', withoutScriptReason: 'A2', withoutScriptNext: 'A3' },
  ...{ notStartedTitle: 'B1', notStartedReason: 'B2', notStartedNext: 'B3' },
  ...{ unsupportedTitle: 'C1', unsupportedReason: 'C2', unsupportedNext: 'C3' },
  ...{ support: 'Support', supportNext: 'Ask for help.' },
};
const { 'server-replies': replies, 'server-mail': mail } = await compileLanguage('en', ({ sentence }) => {
  throw new Error(sentence);
});

export const testEnglish: TestLanguage = { tag: 'en', name: 'English', dir: 'ltr' };

/** The files of words that a build contains. */
export function wordsOfBuild(languages: readonly TestLanguage[] = [testEnglish]): WebFiles {
  const offered = languages.map(({ tag, name, dir }) => ({ tag, name, dir }));
  const files = languages.map((language) => {
    const file: LanguageFile = {
      tables: {},
      shells: {},
      texts,
      replies: replies as unknown as RepliesWords,
      mail: mail as unknown as MailWords,
      ...language,
    };
    return [`.words/${language.tag}.json.br`, brotliCompressSync(JSON.stringify(file))] as const;
  });
  return new Map([['.words/languages.json', Buffer.from(JSON.stringify(offered))], ...files]);
}
