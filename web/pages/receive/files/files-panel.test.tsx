import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { setWords, words } from '#web/i18n/words.ts';
import FilesPanel from './files-panel.tsx';
import { catchSaved } from './testing/catch-saved.ts';
import { readZip } from './testing/read-zip.ts';

let catching = catchSaved();
let dispose: () => void = () => undefined;
const pickers = globalThis as { showSaveFilePicker?: unknown };
const picker = pickers.showSaveFilePicker;

beforeEach(() => {
  catching = catchSaved();
  pickers.showSaveFilePicker = undefined;
});
afterEach(() => {
  dispose();
  catching.stop();
  pickers.showSaveFilePicker = picker;
});

/** Files without a byte, which need no server. */
function show(names: readonly string[], shown = true) {
  const [available, setAvailable] = createSignal(shown);
  let taken = 0;
  const root = document.body.appendChild(document.createElement('div'));
  const unmount = render(
    () => (
      <FilesPanel
        files={names.map((name) => ({ name, size: 0, type: 'text/html' }))}
        holder={undefined}
        available={available()}
        lastView
        onTaken={() => taken++}
        onOver={() => undefined}
      />
    ),
    root,
  );
  dispose = () => {
    unmount();
    root.remove();
  };
  return { root, taken: () => taken, setAvailable };
}

test('each file shows its name, its kind and its size, and the page says where files come from', async () => {
  const { root } = show(['plan.pdf', 'invoice.pdf.exe']);
  const rows = page.getByRole('listitem');
  await expect.poll(() => rows.nth(0).query()?.textContent).toMatch(/^plan\.pdfPDF · 0 bytes/);
  await expect.poll(() => rows.nth(1).query()?.textContent).toMatch(/^invoice\.pdf\.exeProgram · 0 bytes/);
  expect(root.textContent).toContain('These files come from the sender. We can’t scan them.');
  expect(root.querySelector('li bdi')?.getAttribute('translate')).toBe('no');
});

test('in a narrow window, long words of the buttons do not cover the size', () => {
  const english = words();
  const receiveFiles = { ...english.tables['receive-files'], save: 'Keep this file on the device' };
  setWords({ ...english, tables: { ...english.tables, 'receive-files': receiveFiles } });
  const { root } = show(['plan.pdf', 'notes.txt']);
  root.style.inlineSize = '280px';
  const [size, button] = ['li span:last-child', 'li button'].map((part) => root.querySelector(part));
  const text = document.createRange();
  if (size) text.selectNodeContents(size);
  expect(text.getBoundingClientRect().width).toBeGreaterThan(40);
  expect(text.getBoundingClientRect().right).toBeLessThanOrEqual(button?.getBoundingClientRect().left ?? 0);
  setWords(english);
});

test('a deceptive name is made visible', () => {
  const { root } = show(['a\u202Etxt.exe', 'x'.repeat(10_000), '<img src=x onerror=alert(1)>.txt']);
  expect(root.textContent).not.toContain('\u202E');
  expect(root.querySelector('img')).toBeNull();
  for (const name of root.querySelectorAll('bdi')) expect(name.textContent.length).toBeLessThan(300);
});

test('names that are changed when saved say so and are counted; a name with a leading dot is not changed', () => {
  const { root } = show(['.env', '.github/ci.yml', 'photo\u202Egpj.exe', '-rf', `${'x'.repeat(251)}.txt`]);
  const rows = [...root.querySelectorAll('li')].map(({ textContent }) => textContent);
  expect(rows[0]).not.toContain('Saved as');
  expect(rows[1]).not.toContain('Saved as');
  expect(rows[2]).toContain('Saved as photogpj.exe, because the original name is not safe on this device.');
  expect(rows[3]).toContain('Saved as _-rf, because');
  expect(rows[4]).not.toContain('Saved as');
  expect(root.textContent).toContain('2 names are changed when they are saved. The new names are below.');
});

test('a file whose leading dot the browser would drop is also offered as a zip, even if it is the only one', async () => {
  const { root } = show(['.env']);
  expect(root.querySelector('li')?.textContent).toContain('Most browsers drop the dot at the start of this name');
  await page.getByRole('button', { name: 'Save all as one zip' }).click();
  await expect.poll(async () => (await catching.saved()).length).toBe(1);
  const [zip] = await catching.saved();
  expect(readZip(Uint8Array.from(zip?.bytes ?? [])).map(({ name }) => name)).toEqual(['.env']);
});

test('five thousand files are shown in pages', async () => {
  const { root } = show(Array.from({ length: 5000 }, (_, i) => `file ${i}`));
  expect(root.querySelectorAll('li').length).toBe(50);
  await page.getByRole('button', { name: 'Next' }).click();
  expect(root.textContent).toContain('Files 51–100 of 5,000');
  expect(root.querySelector('bdi')?.textContent).toBe('file 50');
});

test('the pressed button keeps the focus on the last page and while a file is saved', async () => {
  const { root } = show(Array.from({ length: 60 }, (_, i) => `file ${i}`));
  await page.getByRole('button', { name: 'Next' }).click();
  expect(root.textContent).toContain('Files 51–60 of 60');
  expect(document.activeElement?.textContent).toBe('Next');
  const save = page.getByRole('button', { name: 'Save: file 50' });
  const pressed = save.element();
  await save.click();
  await expect.poll(() => pressed.textContent).toBe('Save again');
  expect(document.activeElement).toBe(pressed);
});

test('files saved one at a time are complete with the last one, under safe names, as bytes that are never shown', async () => {
  const { taken } = show(['folder/page.html', '-rf']);
  await page.getByRole('button', { name: 'Save: folder/page.html' }).click();
  await expect.poll(() => page.getByRole('listitem').nth(0).query()?.textContent).toMatch(/Saved/);
  expect(taken()).toBe(0);
  await page.getByRole('button', { name: 'Save: -rf' }).click();
  await expect.poll(taken).toBe(1);
  expect((await catching.saved()).map(({ name, type }) => [name, type])).toEqual([
    ['page.html', 'application/octet-stream'],
    ['_-rf', 'application/octet-stream'],
  ]);
});

test('saving the zip completes all files', async () => {
  const { taken } = show(['a/ü.txt', 'b.txt']);
  await page.getByRole('button', { name: 'Save all as one zip' }).click();
  await expect.poll(taken).toBe(1);
  const [zip] = await catching.saved();
  expect(zip?.name).toBe('files.zip');
  expect(readZip(new Uint8Array(zip?.bytes ?? [])).map(({ name }) => name)).toEqual(['a/ü.txt', 'b.txt']);
});

test('a file that is no longer available has no button', () => {
  const { root, setAvailable } = show(['a', 'b']);
  expect(root.querySelectorAll('button').length).toBe(3);
  setAvailable(false);
  expect(root.querySelectorAll('button').length).toBe(0);
});
