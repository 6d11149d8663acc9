import { afterEach, expect, test } from 'vitest';
import { listenForFiles } from './listen-for-files.ts';
import type { IncomingItem } from './collect-files.ts';

let stop: () => void = () => undefined;
afterEach(() => stop());

function listen({ ready = true } = {}) {
  const dragging: boolean[] = [];
  const added: Array<{ how: string; names: string[] }> = [];
  stop = listenForFiles({
    ready: () => ready,
    onDragging: (is) => dragging.push(is),
    onFiles: (items: readonly IncomingItem[], how) => added.push({ how, names: items.map(({ name }) => name) }),
  });
  return { dragging, added };
}

function transfer(files: readonly File[], text = ''): DataTransfer {
  const made = new DataTransfer();
  files.forEach((file) => made.items.add(file));
  if (text !== '') made.setData('text/plain', text);
  return made;
}

function fire(event: DragEvent | ClipboardEvent): boolean {
  return !document.body.dispatchEvent(event);
}

const drag = (type: string, dataTransfer: DataTransfer) =>
  fire(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
const paste = (clipboardData: DataTransfer) =>
  fire(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));

const file = new File(['x'], 'a.txt');

test('files dropped anywhere are added, and the browser does not navigate to them', () => {
  const { dragging, added } = listen();
  const held = transfer([file, new File(['y'], 'b.txt')]);
  expect(drag('dragover', held)).toBe(true);
  expect(dragging).toEqual([true]);
  expect(drag('drop', held)).toBe(true);
  expect(dragging.at(-1)).toBe(false);
  expect(added).toEqual([{ how: 'dropped', names: ['a.txt', 'b.txt'] }]);
});

test('a drag is over when it leaves the window or stops without an event', async () => {
  const { dragging } = listen();
  drag('dragover', transfer([file]));
  drag('dragleave', transfer([file]));
  expect(dragging).toEqual([true, false]);
  drag('dragover', transfer([file]));
  await expect.poll(() => dragging).toEqual([true, false, true, false]);
});

test('dropped text is left to the browser', () => {
  const { dragging, added } = listen();
  const text = transfer([], 'dragged words');
  expect(drag('dragover', text)).toBe(false);
  expect(drag('drop', text)).toBe(false);
  expect([dragging.includes(true), added]).toEqual([false, []]);
});

test('at the wrong moment a file is neither added nor opened in place of the page', () => {
  const { dragging, added } = listen({ ready: false });
  expect(drag('dragover', transfer([file]))).toBe(true);
  expect(drag('drop', transfer([file]))).toBe(true);
  expect(paste(transfer([file]))).toBe(false);
  expect([dragging.includes(true), added]).toEqual([false, []]);
});

test('a pasted picture is added; cells that come with a picture of themselves stay text', () => {
  const { added } = listen();
  const picture = new File(['x'], 'image.png', { type: 'image/png' });
  expect(paste(transfer([picture]))).toBe(true);
  expect(paste(transfer([picture], 'A1\tB1'))).toBe(false);
  expect(paste(transfer([], 'words'))).toBe(false);
  // File managers copy a file together with its name as text.
  expect(paste(transfer([file], 'a.txt'))).toBe(true);
  expect(added.map(({ names }) => names)).toEqual([['image.png'], ['a.txt']]);
});
