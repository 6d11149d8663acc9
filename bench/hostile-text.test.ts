import { expect, test } from 'vitest';
import { readWholeLink } from '#client/whole-link.ts';
import { displayName } from '#client/display-name.ts';
import { safeNames } from '#client/safe-names.ts';
import { printable } from '#cli/terminal/printable.ts';
import { readDurationOption } from '#cli/terminal/duration.ts';
import { readServerAddress } from '#cli/service/service.ts';
import { encodeId } from '#crypto/ids.ts';
import { readFragment } from '#crypto/link.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import { settingRows } from '#server/config/settings.ts';
import { FEW_BYTES, MANY_BYTES, measureCosts } from '#server/testing/cpu-cost.ts';
import type { Cost } from '#server/testing/cpu-cost.ts';
import { fill, hostileJson, hostilePieces } from '#server/testing/hostile-bytes.ts';
import { isLabel, tokenHash } from '#server/tokens/create-token.ts';
import { attachmentHeaders } from '#web/pages/receive/files/worker/attachment-headers.ts';
import { readShareFile } from '#web/pages/shares/export-file.ts';
import { readSubject } from '#web/pages/report/read-subject.ts';

/** Milliseconds of processor time. A person waits for this once, and a server only when it starts. */
const MAX_MS = 100;
const MAX_GROWTH = (MANY_BYTES / FEW_BYTES) * 1.7;
/** Costs below this are too small to compare reliably. */
const COMPARABLE_MS = 3;

const id = new Uint8Array(16).fill(7);
const link = `https://example.org/s/${encodeId(id)}#`;
const pieces = Object.entries({
  ...hostilePieces,
  links: link,
  schemes: 'https://',
  'pages of shares': '/s/a',
  comments: '<!-- -->',
  'label and address': 'a=https://b,',
  addresses: '10.0.0.0/8,',
  times: '1h,',
  'invisible characters': '\u200b\u00ad',
  'joined marks': 'a\u0300',
});

/** Every parser of outside text other than requests. Throwing is a valid result. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  ...Object.fromEntries(settingRows().map(({ name }) => [name, (text: string) => parseConfig({ [name]: text })])),
  'a pasted link': readWholeLink,
  'a pasted link after another': (text) => readWholeLink(link + text),
  'a pasted link with something before it': (text) => readWholeLink(text + link),
  'a fragment': (text) => readFragment(`#${text}`, id),
  'a key in the middle': (text) => readFragment(`${text}#${text}`, id),
  'a subject of a report': (text) => readSubject(text, 'https://example.org/'),
  'a file of shares': readShareFile,
  'a time to live': (text) => readDurationOption('--expires', text),
  'a time to live with a valid beginning': (text) => readDurationOption('--expires', `1${text}`),
  'the address of a server': readServerAddress,
  'the path of a server': (text) => readServerAddress(`https://example.org/${text}`),
  'the label of a token': isLabel,
  'a token': tokenHash,
  'a token with a valid beginning': (text) => tokenHash(`sotto_${text}`),
  'text for a terminal': printable,
  'a name to show': displayName,
  'a name to save': (text) => safeNames([text]),
  'many names to save': (text) => safeNames(text.match(/.{1,60}/gs) ?? []),
  'a name to download': (text) => attachmentHeaders({ name: text, sizeBytes: 1 }),
};

const isFine = ({ ms, fewerMs }: Cost) => ms <= MAX_MS && (ms <= COMPARABLE_MS || ms <= fewerMs * MAX_GROWTH);

test('no reader of pasted or configured text takes time that grows faster than the text', async () => {
  const texts = [
    ...pieces.map(([name, piece]) => [name, (bytes: number) => `${fill(piece, bytes)}!`] as const),
    ...Object.entries(hostileJson),
  ];
  const sent = Object.entries(readers).flatMap(([reader, read]) =>
    texts.map(([name, text]) => ({
      name: `${reader}: ${name}`,
      send: async (bytes: number) => {
        try {
          await read(text(bytes));
        } catch {
          // Refusing text costs time too.
        }
      },
    })),
  );
  const costs = await measureCosts(sent, { unremarkableMs: COMPARABLE_MS, isFine });
  expect(costs.filter((cost) => !isFine(cost))).toEqual([]);
});
