import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { sayQrCode } from './qr-code.ts';

const link = 'https://secrets.example/s/C5aLM4eEuF41sAEGtgQm86#4DwuXwXmoFHfkWZ7bUgRXfea6bWSq5ihwJE37YYWL1TLDFJjC5';

async function drawn(env: Record<string, string>, terminal?: { readonly columns: number }): Promise<string> {
  let text = '';
  const stream = new Writable({
    decodeStrings: false,
    write: (part: string, _encoding, done) => {
      text += part;
      done();
    },
  });
  const stderr = Object.assign(stream, { isTTY: terminal !== undefined, ...terminal }) as unknown as NodeJS.WriteStream;
  await sayQrCode({ stderr, env }, link);
  return text;
}

test('in a wide enough terminal, every line is black on white and has the same width', async () => {
  const lines = (await drawn({ LANG: 'en_GB.UTF-8' }, { columns: 80 })).trimEnd().split('\n');
  expect(lines.every((line) => line.startsWith('\u001B[30m\u001B[107m'))).toBe(true);
  const widths = lines.map((line) => stripVTControlCharacters(line).length);
  expect(lines.length).toBeGreaterThan(20);
  expect(new Set(widths).size).toBe(1);
  expect(widths[0]).toBeGreaterThan(40);
  const width = widths[0] ?? 0;
  expect(await drawn({}, { columns: width })).toContain('▀');
  expect(await drawn({}, { columns: width - 1 })).not.toContain('▀');
});

test('in a narrow terminal, nothing is drawn, and the message states both widths', async () => {
  expect(await drawn({}, { columns: 40 })).toMatch(
    /^sotto: Cannot draw the QR code: it needs \d\d columns, and this terminal has 40\. Widen it .+\n$/,
  );
});

test('a terminal of unknown width, or a pipe, gets the code', async () => {
  expect(await drawn({}, { columns: 0 })).toContain('▀');
  const plain = await drawn({ LC_ALL: 'C' });
  expect(plain).toContain('▀');
  expect(plain).not.toContain('\u001B');
});

test('a terminal without UTF-8 gets a message, and one without colours gets plain text', async () => {
  expect(await drawn({ LC_ALL: 'de_DE.ISO-8859-1', LANG: 'C.UTF-8' }, { columns: 80 })).toContain(
    'the locale of this terminal is de_DE.ISO-8859-1',
  );
  expect(await drawn({ TERM: 'dumb' }, { columns: 80 })).not.toContain('\u001B');
});
