import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { noiseOf } from '#e2e/fixtures/known-files.ts';
import { journey } from './journey.ts';
import { button, entry, open, seal } from './steps.ts';

const saveOf = (name: string) => button(/^Save/, entry(name));

journey(
  'a file that the browser could show is saved, and no tab opens with it',
  async ({ sender, recipient, folder }) => {
    // After the last one, the others have had the time to open a tab.
    const files = ['plan.pdf', 'photo.webp', 'scan.avif', 'page.html', 'notes.txt'].map((name) => noiseOf(name, 5000));
    const paths = files.map(({ name }) => join(folder, name));
    files.forEach(({ bytes }, index) => writeFileSync(paths[index] ?? '', bytes));
    const { link } = await seal(sender, { files: paths });
    await open(recipient, link);
    for (const file of files) {
      const { name, sha256 } = await recipient.saved(() => recipient.click(saveOf(file.name)));
      expect([name, sha256]).toEqual([file.name, file.sha256]);
      expect(await recipient.evaluate(() => document.visibilityState)).toBe('visible');
    }
  },
);

/** Lets the first reply with file bytes through, and none after it. */
function holdBytes(): void {
  const real = globalThis.fetch;
  let replies = 0;
  globalThis.fetch = (input, init) => {
    const { url, signal } = new Request(input, init);
    if (!url.endsWith('/body') || replies++ === 0) return real(input, init);
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  };
}

journey(
  'after Cancel, the page says what may be left on the device',
  async ({ sender, recipient, folder, expectRemark }) => {
    // Said by WebKit about a download that is broken off.
    expectRemark(/The page gave up\./);
    const large = noiseOf('backup.bin', 6_000_000);
    writeFileSync(join(folder, large.name), large.bytes);
    const { link } = await seal(sender, { files: [join(folder, large.name)] });
    await open(recipient, link);
    await recipient.waitFor(saveOf(large.name));
    await recipient.evaluate(holdBytes);
    await recipient.click(saveOf(large.name));
    await recipient.sees(/(bytes|[kM]B) of 6 MB/);
    await recipient.click(button(/^Cancel/, entry(large.name)));
    // Firefox gets whole files only; WebKit writes the download as it arrives.
    const left = {
      firefox: 'Cancelled. Nothing was saved.',
      webkit: 'Cancelled. Your browser may have left an unfinished file in its download folder. Delete it there.',
    };
    await recipient.sees(left[inject('engine')]);
  },
);
