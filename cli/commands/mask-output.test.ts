import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listForms } from './list-forms.ts';
import { maskerOf } from './mask-output.ts';

function masked(forms: readonly Uint8Array[], chunks: readonly Uint8Array[]): Buffer {
  const masker = maskerOf(forms)();
  return Buffer.concat([...chunks.map((chunk) => masker.push(chunk)), masker.end()]);
}

const MASK_BYTES = 3;

const maskText = (values: readonly string[], ...texts: readonly string[]): string =>
  masked(
    listForms(values).forms,
    texts.map((text) => Buffer.from(text)),
  ).toString();

/** The definition, without any cleverness: marks every occurrence, then replaces each run of marked bytes. */
function byDefinition(forms: readonly Uint8Array[], text: Buffer): Buffer {
  const marks = new Uint8Array(text.length);
  for (const form of forms)
    for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + 1)) marks.fill(1, at, at + form.length);
  const bytes: number[] = [];
  text.forEach((byte, at) => {
    if (marks[at] === 0) bytes.push(byte);
    else if (at === 0 || marks[at - 1] === 0) bytes.push(...Buffer.from('***'));
  });
  return Buffer.from(bytes);
}

/** Few different bytes, so that forms overlap and repeat often. */
const few = (size: { minLength: number; maxLength: number }) =>
  fc.array(fc.constantFrom(0, 97, 98), size).map((bytes) => Buffer.from(bytes));
const someForms = fc.array(few({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 });
const someChunks = fc.array(few({ minLength: 0, maxLength: 9 }), { maxLength: 12 });

test('however the output is cut, it is masked as if it were whole', () => {
  fc.assert(
    fc.property(someForms, someChunks, (forms, chunks) => {
      expect(masked(forms, chunks)).toEqual(byDefinition(forms, Buffer.concat(chunks)));
    }),
    { numRuns: 3000 },
  );
});

test('no more is held back than the beginning of a form, and never its last byte', () => {
  fc.assert(
    fc.property(someForms, someChunks, (forms, chunks) => {
      const masker = maskerOf(forms)();
      let whole = Buffer.alloc(0);
      for (const chunk of chunks) {
        whole = Buffer.concat([whole, chunk]);
        const written = masker.push(chunk);
        expect(Buffer.isBuffer(written)).toBe(true);
      }
      const held = masker.end();
      const most = Math.max(...forms.map(({ length }) => length)) - 1;
      const last = whole.subarray(Math.max(0, whole.length - most));
      const mayGoOn = forms.some((form) =>
        Array.from({ length: Math.min(most, last.length) }, (_, at) => at + 1).some(
          (length) => length < form.length && form.subarray(0, length).equals(whole.subarray(whole.length - length)),
        ),
      );
      if (!mayGoOn) expect(held.length).toBe(0);
      // The held bytes are masked too, and a mask can be longer than the bytes that it hides.
      const growth = Math.max(1, MASK_BYTES / Math.min(...forms.map(({ length }) => length)));
      expect(held.length).toBeLessThanOrEqual(most * growth + MASK_BYTES);
    }),
    { numRuns: 2000, examples: [[[Buffer.from([0, 97, 0, 98, 0]), Buffer.from([0])], [Buffer.from([0, 97, 0, 98])]]] },
  );
});

test('an output without the values passes byte for byte', () => {
  const { forms } = listForms(['hunter2-hunter2', 'Ünïcödé pässwörd', 'a\nb\nlong enough line']);
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (chunks) => {
      expect(masked(forms, chunks)).toEqual(Buffer.concat(chunks));
    }),
  );
});

test('a prompt without a line break appears at once', () => {
  const masker = maskerOf(listForms(['hunter2-hunter2']).forms)();
  expect(Buffer.from(masker.push(Buffer.from('Continue? [y/N] '))).toString()).toBe('Continue? [y/N] ');
  expect(Buffer.from(masker.push(Buffer.from('hunt'))).toString()).toBe('');
  expect(Buffer.from(masker.push(Buffer.from('ing'))).toString()).toBe('hunting');
});

const value = 'p@ss w0rd/+"é~*';

test.each([
  ['as it is', value],
  ['in base64', Buffer.from(value).toString('base64')],
  ['in base64url', Buffer.from(value).toString('base64url')],
  ['percent-encoded', encodeURIComponent(value)],
  ['percent-encoded in lower case', encodeURIComponent(value).toLowerCase()],
  ['in a form', new URLSearchParams({ x: value }).toString().slice(2)],
  ['with + for the space', encodeURIComponent(value).replaceAll('%20', '+')],
  ['in JSON', JSON.stringify(value).slice(1, -1)],
  ['strictly percent-encoded', encodeURIComponent(value).replaceAll('*', '%2A')],
])('a value is masked %s, also if it arrives byte by byte', (_how, written) => {
  const bytes = Buffer.from(`<${written}>`);
  const { forms } = listForms([value]);
  expect(masked(forms, [bytes]).toString()).toBe('<***>');
  expect(
    masked(
      forms,
      [...bytes].map((byte) => Buffer.of(byte)),
    ).toString(),
  ).toBe('<***>');
});

test.each([0, 1, 2, 3, 4, 5])('a value after %i other bytes is masked in base64', (length) => {
  const line = Buffer.from(`${'u'.repeat(length)}${value}: and more`).toString('base64');
  const shown = maskText([value], line);
  expect(shown).toMatch(/^[\w+/]{0,8}\*{3}[\w+/]*={0,2}$/);
  // No run of six characters, which is four bytes, of the value is left.
  const rest = shown.replace('***', '!'.repeat(line.length + 3 - shown.length));
  expect(Buffer.from(rest.replaceAll('!', 'A'), 'base64').toString('latin1')).not.toMatch(/p@s|w0r|rd\//);
});

test('base64 that is wrapped into lines is masked', () => {
  const long = 'correct horse battery staple '.repeat(8);
  for (const width of [64, 76]) {
    const lines =
      Buffer.from(long)
        .toString('base64')
        .match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
    expect(maskText([long], lines.join('\n')).replace(/[\w+/]{1,7}=*$/, '***')).toBe(lines.map(() => '***').join('\n'));
  }
});

test('each line of a value is masked on its own, without the spaces around it', () => {
  const key = '-----BEGIN KEY-----\r\n  MIIBVgIBADAN  \nshort\n-----END KEY-----\n';
  expect(maskText([key], 'log: MIIBVgIBADAN\nlog: short\n-----END KEY-----')).toBe('log: ***\nlog: short\n***');
  expect(maskText([key], key)).toBe('***');
});

test('values of fewer than eight characters are not masked', () => {
  expect(maskText(['1234567', 'ééééééé', '12345678'], '1234567 ééééééé 12345678')).toBe('1234567 ééééééé ***');
});

test('values that overlap or contain each other leave nothing', () => {
  expect(maskText(['abcdefghij', 'fghijklmno'], 'abcdefghijklmno')).toBe('***');
  expect(maskText(['secret-value', 'secret-value-2'], 'secret-value-2 secret-value-3')).toBe('*** ***-3');
  expect(maskText(['aaaaaaaa'], 'aaaaaaaaa', 'aaaaaaa b')).toBe('*** b');
});

test('values that are too long for all their forms are still masked as they are', () => {
  const long = Array.from({ length: 9 }, (_, at) => `${at}é`.repeat(40_000));
  const { forms, isComplete } = listForms(long);
  expect(isComplete).toBe(false);
  expect(masked(forms, [Buffer.from(`<${long.join('> <')}>`)]).toString()).toBe(
    Array.from({ length: 9 }, () => '<***>').join(' '),
  );
});
