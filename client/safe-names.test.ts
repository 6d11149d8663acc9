import fc from 'fast-check';
import { describe as group, expect, test } from 'vitest';
import { isFileName } from '#crypto/file-names.ts';
import { displayName, safeNames } from './safe-names.ts';

const safe = (name: string) => safeNames([name])[0];
const byteLength = (text: string) => new TextEncoder().encode(text).length;

group('a name for the disk', () => {
  test.each([
    ['report.pdf', 'report.pdf'],
    ['photos/2024/sea.jpg', 'photos/2024/sea.jpg'],
    ['../../etc/passwd', 'etc/passwd'],
    ['/etc//passwd', 'etc/passwd'],
    ['a/./b/..', 'a/b/file'],
    ['C:\\Windows\\evil.exe', 'C__Windows_evil.exe'],
    ['a<b>c:"d|e?f*g.txt', 'a_b_c__d_e_f_g.txt'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['a\u200B\uFEFF\u00ADb\u2066.txt', 'ab.txt'],
    ['line\nbreak\u0000\u0085.txt', 'linebreak.txt'],
    ['.bashrc', '_.bashrc'],
    ['.ssh/authorized_keys', '_.ssh/authorized_keys'],
    ['\u200B.profile', '_.profile'],
    ['...', '_'],
    ['.\u200B.', '_'],
    ['  spaced out. . ', 'spaced out'],
    ['folder. /file.txt', 'folder/file.txt'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['Aux .tar.gz', '_Aux .tar.gz'],
    ['com1.log', '_com1.log'],
    ['COM¹', '_COM¹'],
    ['lpt³.x', '_lpt³.x'],
    ['C\u200BON', '_CON'],
    ['CON/x', '_CON/x'],
    ['console.log', 'console.log'],
    ['COM10', 'COM10'],
    ['', 'file'],
    ['\u200B\u2800', 'file'],
    ['a\uD800b', 'a\uFFFDb'],
    ['e\u0301.txt', 'é.txt'],
    [`${'d/'.repeat(20)}deep.txt`, 'deep.txt'],
    [`${'d/'.repeat(19)}deep.txt`, `${'d/'.repeat(19)}deep.txt`],
  ])('of %j is %j', (name, expected) => {
    expect(safe(name)).toBe(expected);
  });

  test('that is too long is cut to 200 bytes, in whole characters, with its extension', () => {
    expect(safe(`${'x'.repeat(10_000)}.tar.gz`)).toBe(`${'x'.repeat(197)}.gz`);
    expect(safe(`${'🗝'.repeat(100)}.key`)).toBe(`${'🗝'.repeat(49)}.key`);
    expect(safe(`a.${'x'.repeat(300)}`)).toBe(`a.${'x'.repeat(198)}`);
  });

  test('that was there before gets a number before its extension, whatever its case', () => {
    expect(safeNames(['a.txt', 'A.TXT', 'a (2).txt', 'a.txt', 'b/a.txt', 'B/A.txt'])).toEqual([
      'a.txt',
      'A (2).TXT',
      'a (2) (2).txt',
      'a (3).txt',
      'b/a.txt',
      'B/A (2).txt',
    ]);
    const long = `${'x'.repeat(300)}.txt`;
    expect(safeNames([long, long])).toEqual([`${'x'.repeat(196)}.txt`, `${'x'.repeat(192)} (2).txt`]);
    expect(safeNames(['straße', 'STRASSE', 'ΣΑΣ', 'σας'])).toEqual(['straße', 'STRASSE (2)', 'ΣΑΣ', 'σας (2)']);
  });

  test('is never the name of another one’s folder', () => {
    expect(safeNames(['a', 'A/b', 'a (2)/c'])).toEqual(['a (3)', 'A/b', 'a (2)/c']);
  });

  test('is found for thousands of the same name without delay', () => {
    const names = safeNames(Array.from({ length: 5000 }, () => 'same.txt'));
    expect(new Set(names).size).toBe(5000);
    expect(names.at(-1)).toBe('same (5000).txt');
  });
});

const nasty = fc.constantFrom(
  ...['/', '.', '..', '\\', ':', 'CON', 'con', 'nul', 'COM¹', ' ', '\u202E', '\u200B', '\u0000', '\uD800', '\uDC00'],
  ...[
    '\u0301',
    'e',
    'İ',
    'ı',
    'ß',
    'ſ',
    'ﬁ',
    'K',
    '<\u0338',
    '\u2000',
    '\u00A0',
    '🗝️',
    'x'.repeat(150),
    '🗝'.repeat(60),
  ],
  ...['a', 'A', '.txt', ' (2)', 'file', '_'],
);
const name = fc.oneof(
  fc.array(nasty, { maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.array(fc.constantFrom('a', 'A', '..', 'CON', ''), { maxLength: 30 }).map((parts) => parts.join('/')),
);

const DEVICE = /^(con|prn|aux|nul|(com|lpt)[\d¹²³])\s*(\.|$)/i;

group('whatever the names are', () => {
  test('they become harmless', () => {
    fc.assert(
      fc.property(name, (hostile) => {
        const path = safe(hostile) ?? '';
        expect(isFileName(path)).toBe(true);
        expect(path.isWellFormed() && path === path.normalize('NFC')).toBe(true);
        expect(path).not.toMatch(/[<>:"|?*\\\p{Cc}\p{Cf}]/u);
        const parts = path.split('/');
        expect(parts.length).toBeLessThanOrEqual(20);
        for (const part of parts) {
          expect(byteLength(part)).toBeLessThanOrEqual(200);
          expect(part).not.toMatch(/^[.\s]|[.\s]$/);
          expect(part).not.toMatch(DEVICE);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('no two are one on any disk, nor one a folder of the other; and the first of a name keeps it', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 12 }), (hostile) => {
        const paths = safeNames(hostile);
        expect(paths).toHaveLength(hostile.length);
        for (const fold of [(text: string) => text.toLowerCase(), (text: string) => text.toUpperCase()]) {
          const folded = paths.map((path) => fold(path).normalize('NFC'));
          expect(new Set(folded).size).toBe(paths.length);
          for (const path of folded) {
            expect(folded.filter((other) => other.startsWith(`${path}/`))).toEqual([]);
          }
        }
        for (const path of paths) for (const part of path.split('/')) expect(byteLength(part)).toBeLessThanOrEqual(200);
        expect(safeNames(hostile)).toEqual(paths);
      }),
      { numRuns: 2000 },
    );
  });

  test('made harmless once, they stay as they are', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 6 }), (hostile) => {
        const paths = safeNames(hostile);
        expect(safeNames(paths)).toEqual(paths);
      }),
      { numRuns: 2000 },
    );
  });

  test('on the screen nothing of them is invisible, turns the text around, or is endless', () => {
    fc.assert(
      fc.property(name, (hostile) => {
        const shown = displayName(hostile);
        expect([...shown].length).toBeLessThanOrEqual(80);
        expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u200B\u202A-\u202E\u2060-\u206F]/u);
        expect(shown.isWellFormed()).toBe(true);
      }),
    );
  });
});

test('on the screen a name is shown as it is, but for what would hide something', () => {
  expect(displayName('photos/Fähre ❤️ 👩‍💻.jpg')).toBe('photos/Fähre ❤️ 👩‍💻.jpg');
  expect(displayName('1️⃣ 👩🏽‍💻')).toBe('1️⃣ 👩🏽‍💻');
  expect(displayName('1\u200D2\uFE0F')).toBe('1\uFFFD2\uFFFD');
  expect(displayName('invoice\u202Efdp.exe')).toBe('invoice\uFFFDfdp.exe');
  expect(displayName('a\u200B\u200Db\uFE0F')).toBe('a\uFFFD\uFFFDb\uFFFD');
  expect(displayName(`z${'\u0301'.repeat(50)}`)).toBe(`z${'\u0301'.repeat(4)}\uFFFD`);
  const long = displayName(`${'x'.repeat(10_000)} important.pdf.exe`);
  expect(long).toMatch(/^x{49}…x+ important\.pdf\.exe$/);
  expect(long).toHaveLength(80);
});

test('no list of hostile names, and no name however long, takes long to make harmless', () => {
  const stems = Array.from({ length: 2000 }, (_, i) => 'a'.repeat(197) + i.toString(36).padStart(3, '0'));
  const colliding = stems.flatMap((stem) => [stem, `${stem}\u200B`]);
  const gaps = `x${'. '.repeat(200_000)}x`;
  const began = performance.now();
  expect(new Set(safeNames(colliding)).size).toBe(colliding.length);
  expect(safeNames([gaps])[0]?.length).toBeLessThan(201);
  displayName(gaps);
  // Each of the two took longer than ten seconds.
  expect(performance.now() - began).toBeLessThan(3000);
});

test('a name that a command would take for an option is none', () => {
  expect(safeNames(['-rf', '--help/-x', 'a-b'])).toEqual(['_-rf', '_--help/_-x', 'a-b']);
});
