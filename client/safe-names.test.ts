import fc from 'fast-check';
import { describe as group, expect, test } from 'vitest';
import { isFileName } from '#crypto/file-names.ts';
import { displayName } from './display-name.ts';
import { safeNames } from './safe-names.ts';
import type { System } from './safe-names.ts';

const systems = ['windows', 'mac', 'other', 'any'] as const;
const safe = (name: string, system: System = 'other') => safeNames([name], { system })[0];
const byteLength = (text: string) => new TextEncoder().encode(text).length;

group('a name for a disk', () => {
  test.each([
    'report.pdf',
    'photos/2024/sea.jpg',
    '.env',
    '.bashrc',
    '.github/workflows/ci.yml',
    '.ssh/authorized_keys',
    'e\u0301.txt',
    '👩\u200D💻 ❤️.png',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿.svg',
    'نامه\u200Cها.txt',
    'a\u200Bb\uFEFF\u00ADc.txt',
    `${'x'.repeat(251)}.txt`,
    `${'d/'.repeat(300)}deep.txt`,
  ])('stays %j on every system', (name) => {
    for (const system of systems) expect(safe(name, system)).toBe(name);
  });

  test.each(['CON', '...', 'nul.txt', 'a:b', 'a<b>"c|d?e*f', ' lead', 'trail. ', 'folder. /x', 'aux/x', 'a.'])(
    'of %j stays on Linux and macOS, and is changed for Windows',
    (name) => {
      for (const system of ['mac', 'other'] as const) expect(safe(name, system)).toBe(name);
      const isKeptByWindows = name === ' lead';
      for (const system of ['windows', 'any'] as const) expect(safe(name, system) === name).toBe(isKeptByWindows);
    },
  );

  test.each([
    ['../../etc/passwd', 'etc/passwd'],
    ['/etc//passwd', 'etc/passwd'],
    ['a/./b/..', 'a/b/file'],
    ['.\u202E./x', 'x'],
    ['.\u202E.', 'file'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['a\u2066b\u200E\u061C.txt', 'ab.txt'],
    ['line\nbreak\u0000\u0085\u2028.txt', 'linebreak.txt'],
    ['\u202E.profile', '.profile'],
    ['', 'file'],
    ['\u200B\u2800', 'file'],
    ['a\uD800b', 'a\uFFFDb'],
    ['-rf', '_-rf'],
    ['--help/-x', '_--help/_-x'],
    ['a-b', 'a-b'],
  ])('turns %j into %j on every system', (name, expected) => {
    for (const system of systems) expect(safe(name, system)).toBe(expected);
  });

  test.each([
    ['C:\\Windows\\evil.exe', 'C__Windows_evil.exe'],
    ['a<b>c:"d|e?f*g.txt', 'a_b_c__d_e_f_g.txt'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['Aux .tar.gz', '_Aux .tar.gz'],
    ['com1.log', '_com1.log'],
    ['COM¹', '_COM¹'],
    ['lpt³.x', '_lpt³.x'],
    ['C\u202EON', '_CON'],
    ['CON/x', '_CON/x'],
    ['...', 'file'],
    ['folder. /file.txt', 'folder/file.txt'],
    ['console.log', 'console.log'],
    ['COM10', 'COM10'],
  ])('turns %j into %j on Windows', (name, expected) => {
    expect(safe(name, 'windows')).toBe(expected);
  });

  test('that is too long is shortened by whole characters and keeps its extension', () => {
    expect(safe(`${'x'.repeat(10_000)}.tar.gz`)).toBe(`${'x'.repeat(248)}.tar.gz`);
    expect(safe(`${'🗝'.repeat(100)}.key`)).toBe(`${'🗝'.repeat(62)}.key`);
    expect(safe(`a.${'x'.repeat(300)}`)).toBe(`a.${'x'.repeat(253)}`);
    expect(safe('字'.repeat(85))).toBe('字'.repeat(85));
    expect(safe('字'.repeat(86))).toBe('字'.repeat(85));
    expect(safe('字'.repeat(255), 'windows')).toBe('字'.repeat(255));
    expect(safe('字'.repeat(256), 'windows')).toBe('字'.repeat(255));
  });

  test('keeps all its folders, unless the whole path is too long for the system', () => {
    const deep = (count: number) => `${'d/'.repeat(count)}deep.txt`;
    expect(safeNames([deep(100)], { system: 'other', maxPathLength: 208 })).toEqual([deep(100)]);
    expect(safeNames([deep(100)], { system: 'other', maxPathLength: 207 })).toEqual(['deep.txt']);
    expect(safe(deep(100_000))).toBe('deep.txt');
  });

  test('that is taken gets a number before its extension; on a case-insensitive disk, case does not matter', () => {
    const names = ['a.txt', 'A.TXT', 'a (2).txt', 'a.txt', 'b/a.txt', 'B/A.txt'];
    for (const system of ['windows', 'mac', 'any'] as const) {
      expect(safeNames(names, { system })).toEqual([
        'a.txt',
        'A (3).TXT',
        'a (2).txt',
        'a (4).txt',
        'b/a.txt',
        'B/A (2).txt',
      ]);
      expect(safeNames(['straße', 'STRASSE', 'ΣΑΣ', 'σας'], { system })).toEqual([
        'straße',
        'STRASSE (2)',
        'ΣΑΣ',
        'σας (2)',
      ]);
      expect(safeNames(['é.txt', 'e\u0301.txt'], { system })).toEqual(['é.txt', 'e\u0301 (2).txt']);
    }
    const apart = ['README', 'readme', 'é', 'e\u0301'];
    expect(safeNames(apart, { system: 'other' })).toEqual(apart);
    expect(safeNames(['a\u202E.tar.gz', 'a.tar.gz'], { system: 'other' })).toEqual(['a (2).tar.gz', 'a.tar.gz']);
    const long = `${'x'.repeat(300)}.txt`;
    expect(safeNames([long, long], { system: 'other' })).toEqual([
      `${'x'.repeat(251)}.txt`,
      `${'x'.repeat(247)} (2).txt`,
    ]);
  });

  test('that is safe unchanged is kept, whatever happens to the others', () => {
    const names = ['k\u200E', 'k (2)', 'k', 'd/\u2028', 'd/file', '\u202E.env', '.env', '...', '.../x'];
    const kept = ['k (3)', 'k (2)', 'k', 'd/file (2)', 'd/file', '.env (2)', '.env', '.. (2).', '.../x'];
    expect(safeNames(names, { system: 'other' })).toEqual(kept);
  });

  test('is never the folder of another name', () => {
    expect(safeNames(['a', 'A/b', 'a (2)/c'])).toEqual(['a (3)', 'A/b', 'a (2)/c']);
    expect(safeNames(['a', 'A/b', 'a/c'], { system: 'other' })).toEqual(['a (2)', 'A/b', 'a/c']);
  });

  test('is found quickly for thousands of equal names', () => {
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
const folds = [(text: string) => text.toLowerCase(), (text: string) => text.toUpperCase()];

group('hostile names', () => {
  test('become safe', () => {
    fc.assert(
      fc.property(name, fc.constantFrom(...systems), (hostile, system) => {
        const path = safe(hostile, system) ?? '';
        if (system !== 'mac' && system !== 'other') expect(isFileName(path)).toBe(true);
        expect(path.isWellFormed()).toBe(true);
        expect(path).not.toMatch(/[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/u);
        for (const part of path.split('/')) {
          expect(['', '.', '..']).not.toContain(part);
          expect(part).not.toMatch(/^-/);
          expect(system === 'windows' ? part.length : byteLength(part)).toBeLessThanOrEqual(255);
          if (system === 'mac' || system === 'other') continue;
          expect(part).not.toMatch(/[<>:"|?*\\]|[.\s]$/);
          expect(part).not.toMatch(DEVICE);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('stay distinct on this disk, none is a folder of another, and the first of equal names is unchanged', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 12 }), fc.constantFrom(...systems), (hostile, system) => {
        const paths = safeNames(hostile, { system });
        expect(paths).toHaveLength(hostile.length);
        for (const fold of system === 'other' ? [(text: string) => text] : folds) {
          const folded = paths.map((path) => (system === 'other' ? path : fold(path).normalize('NFC')));
          expect(new Set(folded).size).toBe(paths.length);
          for (const path of folded) {
            expect(folded.filter((other) => other.startsWith(`${path}/`))).toEqual([]);
          }
        }
        expect(safeNames(hostile, { system })).toEqual(paths);
      }),
      { numRuns: 2000 },
    );
  });

  test('are not changed a second time', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 6 }), fc.constantFrom(...systems), (hostile, system) => {
        const paths = safeNames(hostile, { system });
        expect(safeNames(paths, { system })).toEqual(paths);
      }),
      { numRuns: 2000 },
    );
  });

  test('have no invisible characters, no changes of direction and no endless length on the screen', () => {
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

test('a name is shown unchanged, except for characters that could deceive', () => {
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

test('any hostile list, and any long name, is made safe quickly', () => {
  const stems = Array.from({ length: 2000 }, (_, i) => 'a'.repeat(252) + i.toString(36).padStart(3, '0'));
  const colliding = stems.flatMap((stem) => [stem, `${stem}\u202E`]);
  const gaps = `x${'. '.repeat(200_000)}x`;
  const deep = Array.from({ length: 250 }, (_, i) => `${i}/${'d/'.repeat(1890)}f`);
  const began = process.cpuUsage();
  expect(new Set(safeNames(colliding)).size).toBe(colliding.length);
  expect(safeNames([gaps])[0]?.length).toBeLessThan(256);
  expect(safeNames(deep, { system: 'other' })).toEqual(deep);
  displayName(gaps);
  const { user } = process.cpuUsage(began);
  // Each of the first two once took more than ten seconds.
  expect(user / 1e6).toBeLessThan(6);
});
