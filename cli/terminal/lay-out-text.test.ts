import stringWidth from 'string-width';
import { afterEach, expect, test } from 'vitest';
import { english, setLanguage } from '#cli/language/words.ts';
import { padColumns, wrapText } from './lay-out-text.ts';

const speakLike = (tag: string) => {
  setLanguage({ ...english, tag, widthOf: (text) => stringWidth(text) });
};

afterEach(() => {
  setLanguage(english);
});

const linesOf = (text: string, columns: number) => wrapText(text, { columns, indent: 2 }).split('\n  ');

test('English breaks at blanks', () => {
  expect(linesOf('Print this text; after a command, how to use it.', 20)).toEqual([
    'Print this text;',
    'after a command,',
    'how to use it.',
  ]);
});

test('Japanese has no blanks and breaks between words, by columns', () => {
  speakLike('ja');
  const text = 'リンクを開くと、内容は一度だけ表示され、サーバーから消去されます。';
  const lines = linesOf(text, 24);
  expect(lines.join('')).toBe(text);
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) {
    expect(stringWidth(line)).toBeLessThanOrEqual(22);
    expect(line).not.toMatch(/^[、。」）ーっゃゅょ]|[「（]$/u);
  }
});

test('an option in a Japanese sentence stays in one piece', () => {
  speakLike('ja');
  const lines = linesOf('読めないファイルを除外するには--skip-unreadableを指定してください。', 30);
  expect(lines.some((line) => line.includes('--skip-unreadable'))).toBe(true);
});

test('labels are padded by columns', () => {
  speakLike('ja');
  expect(padColumns('状態：', 12)).toBe('状態：      ');
  setLanguage(english);
  expect(padColumns('State:', 12)).toBe('State:      ');
});
