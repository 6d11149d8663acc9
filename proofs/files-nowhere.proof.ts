import { expect, test } from 'vitest';
import { createApi } from '#client/api.ts';
import { foundIn, markersIn, markersOfParts } from './rig/find-bytes.ts';
import { generatedBytes, sha256Of, sha256OfGenerated } from './rig/generated-bytes.ts';
import { partsOnDisk } from './rig/parts-on-disk.ts';
import { finish, openFile, readWhole, sendFile } from './rig/share-file.ts';
import { startServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';

const BYTES = 5_000_000;
const NAME = 'Kündigungen Nordhalle/Entwurf für Frau Šimůnková.docx';
const TYPE = 'application/x-generated';

/** As UTF-8, as UTF-16, and escaped as in a URL or in JSON. */
function formsOf(text: string): Map<string, Buffer> {
  const forms = [text, encodeURIComponent(text), JSON.stringify(text), Buffer.from(text).toString('base64url')];
  const buffers = [...forms.map((form) => Buffer.from(form)), Buffer.from(text, 'utf16le')];
  return new Map(buffers.map((buffer, at) => [`${text}, form ${at}`, buffer]));
}

const inLog = (log: Buffer, markers: ReadonlyMap<string, Buffer>) =>
  [...markers].filter(([, marker]) => log.includes(marker)).map(([name]) => name);

test('names and contents of files are nowhere on the server, and after the end neither is their ciphertext', async () => {
  const store = await makeStore('SQLite');
  const server = await startServer({ env: { ...store.env, SOTTO_LOG_LEVEL: 'info' } });
  const api = createApi({ baseUrl: server.url });
  const file = generatedBytes('nowhere', BYTES);
  const { link } = await sendFile(api, { file, name: NAME, text: 'Wie besprochen, streng vertraulich' });

  const secrets = new Map([
    ...NAME.split(/[/ ]/).flatMap((word) => (word.length > 5 ? [...formsOf(word)] : [])),
    ...formsOf(TYPE),
    ...formsOf('streng vertraulich'),
    ...markersIn('the file', await file.read(0, BYTES)),
  ]);
  const parts = partsOnDisk(store.dataDir);
  const ciphertext = markersOfParts(parts);
  expect(parts.length).toBeGreaterThan(0);
  for (const path of parts)
    expect(foundIn(store.dataDir, ciphertext).join(), 'the search finds a known value').toContain(path);
  expect(foundIn(store.dataDir, secrets)).toEqual([]);

  const opened = await openFile(api, link);
  expect(opened.names).toEqual([NAME]);
  expect(await sha256Of(readWhole(api, opened))).toBe(await sha256OfGenerated(file));
  await finish(api, opened);
  await expect.poll(() => foundIn(store.dataDir, ciphertext), { timeout: 60_000 }).toEqual([]);
  expect(foundIn(store.dataDir, secrets)).toEqual([]);
  await server.end('SIGTERM');
  expect(foundIn(store.dataDir, new Map([...secrets, ...ciphertext]))).toEqual([]);
  expect(server.output().toString(), 'the log was written').toContain('parts');
  expect(inLog(server.output(), new Map([...secrets, ...ciphertext]))).toEqual([]);
  await store.remove();
});
