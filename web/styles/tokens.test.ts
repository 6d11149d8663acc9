import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const tokens = readFileSync(join(root, 'web/styles/tokens.css'), 'utf8');
const [serif = ''] = /:root:is\(\s*:lang\(ar\),[^{]*\{/.exec(tokens) ?? [];
const languages = JSON.parse(readFileSync(join(root, 'words/languages.json'), 'utf8')) as { tag: string }[];
/** Those that may follow. */
const planned = 'fr es pt-BR it nl pl cs uk ru sv da nb fi hu ro el tr he fa ur hi id vi th ko zh-Hans zh-Hant'.split(
  ' ',
);

test.each([...languages.map(({ tag }) => tag), ...planned])(
  '%s has the display font, or a serif of the system if that font lacks its letters',
  (tag) => {
    const { language, script } = new Intl.Locale(tag).maximize();
    const lacks = script !== 'Latn' || language === 'vi';
    expect(serif.includes(`:lang(${language})`)).toBe(lacks);
  },
);
