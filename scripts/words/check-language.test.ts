import { expect, test } from 'vitest';
import type { Glossary } from './check-glossary.ts';
import { languageFaults } from './check-language.ts';
import type { Folder, Standard } from './check-language.ts';
import type { Source } from './compile.ts';

const quotes = { de: '„“', ar: '«»', ja: '「」', en: '“”' } as const;
type Tag = keyof typeof quotes;

const standard: Standard = {
  english: {},
  notes: {},
  names: ['Sotto', 'QR'],
  terms: {
    password: { note: '', always: true },
    sender: { note: '' },
    'deleted from this service': { note: '', always: true },
  },
};
const terms: Glossary['terms'] = {
  password: { use: ['Passwort', 'Passwört'], never: ['Kennwort'] },
  sender: { use: ['Absender'], never: ['Sender'] },
  'deleted from this service': { use: ['diesem Dienst'] },
};

interface Case {
  readonly english: Source;
  readonly own: Source;
  readonly tag?: Tag;
  readonly rest?: Partial<Folder> & Partial<Standard>;
}

/** Lines such as `layout, title: It is missing.` */
function faults({ english, own, tag = 'de', rest = {} }: Case): string[] {
  const folder: Folder = {
    tag,
    tables: { page: own },
    excuses: {},
    glossary: { address: 'Sie', style: 'Plain', quotes: quotes[tag], terms },
  };
  const found = languageFaults({ ...folder, ...rest }, { ...standard, english: { page: english }, ...rest });
  return found.map(({ key, kind, sentence }) => `${key ?? ''} (${kind}): ${sentence}`);
}

const oneText = (english: string, own: string, rest: Omit<Case, 'english' | 'own'> = {}) =>
  faults({ english: { text: english }, own: { text: own }, ...rest });

test('a good translation has no fault', () => {
  const english = { text: 'Wrong password.', group: { files: '{n, plural, one {# file of {name}} other {# files}}' } };
  const own = {
    text: 'Falsches Passwort.',
    group: { files: '{n, plural, one {# Datei von {name}} other {# Dateien}}' },
  };
  expect(faults({ english, own })).toEqual([]);
});

test('a missing text, a text that English lacks and a group in the place of a text are named', () => {
  expect(faults({ english: { a: 'One', b: { c: 'Two' } }, own: { a: { x: 'Eins' }, d: 'Vier' } })).toEqual([
    'a.x (poor): English has no such text.',
    'd (poor): English has no such text.',
    'a (missing): It is missing.',
    'b.c (missing): It is missing.',
  ]);
});

test('what is neither a text nor a group is named', () => {
  const own = { a: 5, b: null, c: ['Eins'] } as unknown as Source;
  expect(faults({ english: { a: 'One', b: 'Two', c: 'Three' }, own })).toEqual([
    'a (broken): It is not a text.',
    'b (broken): It is not a text.',
    'c (broken): It is not a text.',
  ]);
});

test('a table that English lacks is named', () => {
  expect(faults({ english: {}, own: {}, rest: { tables: { page: {}, other: {} } } })).toEqual([
    ' (poor): English has no such table.',
  ]);
});

test.each<[string, string, string, Tag?]>([
  ['{name} is here', 'Da', 'It lacks {name}.'],
  ['It is here', '{name} ist da', 'It uses {name}, which the English text does not have.'],
  ['{name} is here', '{nmae} ist da', 'It lacks {name}.'],
  ['{when} ago', '{when, plural, one {vor # Tag} other {vor # Tagen}}', '{when} is not a number in the English text.'],
  [
    '{kind, select, file {A} other {B}}',
    '{kind, select, datei {C} other {D}}',
    '{kind} chooses between file, other, and each needs a text.',
  ],
  ['{name} is here', '{name, select, a {C} other {D}}', '{name} is not a choice between words in the English text.'],
  [
    '{n, plural, one {A} other {Bs}}',
    '{n, plural, other {ملف}}',
    'The plural of n lacks zero, one, two, few, many.',
    'ar',
  ],
  ['It is here', 'Es ist \u202eda', 'It holds a mark that changes the direction of text.'],
  ['It is here', 'Es ist <b>da</b>', 'It holds HTML. A text is shown as it is.'],
])('%s cannot become %s', (english, own, sentence, tag) => {
  expect(oneText(english, own, tag && { tag })).toContain(`text (broken): ${sentence}`);
});

test('a plural form that the language does not have is refused, an exact number is not', () => {
  const english = '{n, plural, one {One} other {# more}}';
  expect(oneText(english, '{n, plural, one {あと #} other {あと # 回}}', { tag: 'ja' }).join()).toContain(
    'plural case one',
  );
  expect(oneText(english, '{n, plural, =1 {あと一回} other {あと # 回}}', { tag: 'ja' })).toEqual([]);
});

test('a language may write kilobytes in its own way', () => {
  expect(oneText('About 10 kB', '約10 KB', { tag: 'ja' })).toEqual([]);
});

test('where English chooses by a number, a language may just show it', () => {
  expect(oneText('{n, plural, one {# time} other {# times}}', 'あと{n}回', { tag: 'ja' })).toEqual([]);
});

test.each<[string, string, string, Tag?]>([
  ['Open it', 'Open it', 'It is the same as the English.'],
  ['Open it', 'Öффнен', 'Many letters are not in the language’s script: “Öффнен”.'],
  ['Open it', 'Open now', 'Many letters are not in the language’s script: “Open now”.', 'ja'],
  ['For 24 hours', 'Für 42 Stunden', 'It lacks 24, which the English text has.'],
  ['About 10 kB', 'Rund 10', 'It lacks kB, which the English text has.'],
  [
    '{n, plural, one {1 of 7} other {# of 7}}',
    '{n, plural, one {eins} other {#}}',
    'It lacks 7, which the English text has.',
  ],
  ['Open it', 'Öffnen ', 'It has stray whitespace or an invisible character: “Öffnen ”.'],
  ['Open it now', 'Jetzt  öffnen', 'It has stray whitespace or an invisible character: “Jetzt  öffnen”.'],
  ['Open it now', 'Jetzt\u200b öffnen', 'It has stray whitespace or an invisible character: “Jetzt\u200b öffnen”.'],
  ['Press “Open”', 'Drücken Sie "Öffnen"', 'It has ". This language uses „ “, and ’ as the apostrophe.'],
  ['Press “Open”', 'Drücken Sie “Öffnen”', 'It has ”. This language uses „ “, and ’ as the apostrophe.'],
  ['Press “Open”', 'Drücken Sie „Öffnen', 'A quotation mark has no partner. This language uses „ “, in pairs.'],
  ['Press “Open”', 'Drücken Sie “Öffnen„', 'A quotation mark has no partner. This language uses „ “, in pairs.'],
  ['Open it', '', 'It is empty, or one of its cases is.'],
  ['Open it now', 'Jetzt\nöffnen', 'It has stray whitespace or an invisible character: “Jetzt\nöffnen”.'],
  ['It is safe. Nobody reads it.', 'Es ist sicher. Nobody reads it.', 'It still has the English “Nobody reads it.”.'],
  [
    '{n, plural, one {It has # file.} other {It has # files.}}',
    '{n, plural, one {Mit # Datei.} other {It has # files.}}',
    'It still has the English “It has … files.”.',
  ],
  ['Open it', "Öffne '{'es'}'", 'It shows a brace or %s. A value is written {name}.'],
  ['Open {it}', '{it}を｛it｝開く', 'It shows a brace or %s. A value is written {name}.', 'ja'],
  ['Wrong password', 'Falsches Kennwort', 'It says “Kennwort” for “password”. Use “Passwort”.'],
  ['Wrong password', 'Das war falsch', 'It lacks “Passwort” for “password”.'],
  [
    'Deleted from this service at noon',
    'Mittags gelöscht',
    'It lacks “diesem Dienst” for “deleted from this service”.',
  ],
])('%s should not become %s', (english, own, sentence, tag) => {
  expect(oneText(english, own, tag && { tag })).toContain(`text (poor): ${sentence}`);
});

test.each<[string, string, Tag?]>([
  ['Sotto', 'Sotto'],
  ['{size} · {name}', '{size} · {name}'],
  ['QR code', 'QRコード', 'ja'],
  ['1,024 bytes, 99.5%', '1.024 Byte, 99,5 %'],
  ['1,024 bytes, 99.5%', '١٬٠٢٤ بايت، ٩٩٫٥٪', 'ar'],
  ['Within 24 hours', '２４時間以内', 'ja'],
  ['{n, plural, one {1 file} other {# files}}', '{n, plural, one {eine Datei} other {# Dateien}}'],
  ['The password is the sender’s', 'Das Passwort ist das des Absenders'],
  ['The passwords', 'Die Passwörter'],
  ['It can’t be opened', 'Das lässt sich nicht öffnen'],
])('%s may become %s', (english, own, tag) => {
  expect(oneText(english, own, tag && { tag })).toEqual([]);
});

const short = (keys: readonly string[]) => ({
  notes: { page: Object.fromEntries(keys.map((key) => [key, { short: true as const }])) },
});

test('a text in a tight place may be eight letters or 60 % longer than the English, and no more', () => {
  const rest = short(['text']);
  expect(oneText('Copy', 'Kopieren jetzt', { rest })).toEqual([
    'text (poor): It is 14 wide. This place has room for 12.',
  ]);
  expect(oneText('Copy', 'Kopieren da', { rest })).toEqual([]);
  expect(oneText('Copy', 'コピーコピー', { rest, tag: 'ja' })).toEqual([]);
  expect(oneText('Copy', 'コピーコピーだ', { rest, tag: 'ja' })).toEqual([
    'text (poor): It is 14 wide. This place has room for 12.',
  ]);
  expect(oneText('Copy', 'Kopieren jetzt sofort')).toEqual([]);
});

test('a reason in the language’s notes excuses a rule, and is refused where it excuses nothing', () => {
  const excuses = { page: { text: { same: 'The German word is the same.' } } };
  expect(oneText('Browser', 'Browser', { rest: { excuses } })).toEqual([]);
  expect(oneText('Open it', 'Öffnen', { rest: { excuses } })).toEqual([
    'text (poor): notes.json excuses “same”, but the text does not break that rule.',
  ]);
});

test('notes about texts that do not exist are named', () => {
  expect(faults({ english: { a: 'One' }, own: { a: 'Eins' }, rest: { excuses: { page: { b: {} } } } })).toEqual([
    'page.b (poor): There is no such text.',
  ]);
  expect(faults({ english: { a: 'One' }, own: { a: 'One' }, tag: 'en', rest: short(['b']) })).toEqual([
    'page.b (poor): There is no such text.',
  ]);
});

test('what a reader has found poor may not come back, whatever the English says, unless the notes give a reason', () => {
  const glossary: Glossary = { address: 'Sie', style: 'Plain', quotes: '„“', avoid: ['von selbst', 'jene'], terms };
  const english = { a: 'It goes on', b: 'Go to that page', c: 'It goes on by the door' };
  const own = { a: 'Es geht automatisch weiter', b: 'Zu jener Seite', c: 'Es geht von selbst weiter' };
  const excuses = { page: { c: { never: 'A quotation.' } } };
  expect(faults({ english, own, rest: { glossary, excuses } })).toEqual(['b (poor): It says “jene”.']);
});

test('the name of a button contains what the button shows', () => {
  const english = {
    close: 'Close',
    closeFile: 'Close {name}',
    link: { label: 'Copy link', of: 'Copy link of {title}' },
  };
  const good = { close: 'Zu', closeFile: 'Zu: {name}', link: { label: 'Link kopieren', of: 'Link kopieren: {title}' } };
  const bad = { ...good, closeFile: '{name} schließen', link: { ...good.link, of: 'Link von {title} kopieren' } };
  expect(faults({ english, own: good })).toEqual([]);
  expect(faults({ english, own: bad })).toEqual([
    'closeFile (poor): A button with this name shows “Zu” (close), so the name has to contain these words.',
    'link.of (poor): A button with this name shows “Link kopieren” (link.label), so the name has to contain these words.',
  ]);
});

test('a glossary that a translator has not begun is named first', () => {
  const glossary: Glossary = { address: '', style: ' ', quotes: '', terms };
  expect(faults({ english: { a: 'One' }, own: {}, rest: { glossary } })).toEqual([
    'address (poor): It is empty.',
    'style (poor): It is empty.',
    'quotes (poor): It is empty.',
    'a (missing): It is missing.',
  ]);
});

test('English itself is judged as a text', () => {
  const english = { a: 'Say "It"', b: 'Wrong Kennwort password' };
  expect(faults({ english, own: english, tag: 'en' })).toEqual([
    'a (poor): It has ". This language uses “ ”, and ’ as the apostrophe.',
  ]);
});

test('a term without a translation, and a translation without a term, are named', () => {
  const glossary: Glossary = {
    address: 'Sie',
    style: 'Plain',
    quotes: '„“',
    terms: { ...terms, password: { use: ['Passwort'] }, tab: { use: ['Tab'] } },
  };
  const unfinished: Glossary['terms'] = { ...glossary.terms, 'deleted from this service': { use: [''] } };
  const { sender: _, ...rest } = unfinished;
  expect(faults({ english: {}, own: {}, rest: { glossary: { ...glossary, terms: rest } } })).toEqual([
    'sender (poor): The term has no translation.',
    'deleted from this service (poor): The term has no translation.',
    'tab (poor): words/glossary.json has no such term.',
  ]);
});
