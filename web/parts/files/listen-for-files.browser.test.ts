import { afterEach, expect, test } from 'vitest';
import { listenForFiles } from './listen-for-files.ts';
import type { Brought } from './read-entries.ts';

let stop: () => void = () => undefined;
afterEach(() => stop());

function listen({ ready = true } = {}) {
  const dragging: boolean[] = [];
  const brought: Array<{ way: string; names: string[] }> = [];
  stop = listenForFiles({
    ready: () => ready,
    onDragging: (is) => dragging.push(is),
    onBring: (lot: readonly Brought[], way) => brought.push({ way, names: lot.map(({ name }) => name) }),
  });
  return { dragging, brought };
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

test('files dropped anywhere are taken, and the page is not left for them', () => {
  const { dragging, brought } = listen();
  const held = transfer([file, new File(['y'], 'b.txt')]);
  expect(drag('dragover', held)).toBe(true);
  expect(dragging).toEqual([true]);
  expect(drag('drop', held)).toBe(true);
  expect(dragging.at(-1)).toBe(false);
  expect(brought).toEqual([{ way: 'dropped', names: ['a.txt', 'b.txt'] }]);
});

test('a drag that leaves the window, or ends without a word, is over', async () => {
  const { dragging } = listen();
  drag('dragover', transfer([file]));
  drag('dragleave', transfer([file]));
  expect(dragging).toEqual([true, false]);
  drag('dragover', transfer([file]));
  await expect.poll(() => dragging).toEqual([true, false, true, false]);
});

test('dropped text is the browser’s own matter', () => {
  const { dragging, brought } = listen();
  const text = transfer([], 'dragged words');
  expect(drag('dragover', text)).toBe(false);
  expect(drag('drop', text)).toBe(false);
  expect([dragging.includes(true), brought]).toEqual([false, []]);
});

test('at the wrong moment nothing is taken, and a file does not open in the page’s place either', () => {
  const { dragging, brought } = listen({ ready: false });
  expect(drag('dragover', transfer([file]))).toBe(true);
  expect(drag('drop', transfer([file]))).toBe(true);
  expect(paste(transfer([file]))).toBe(false);
  expect([dragging.includes(true), brought]).toEqual([false, []]);
});

test('a pasted picture is taken; cells that bring a picture of themselves stay text', () => {
  const { brought } = listen();
  const picture = new File(['x'], 'image.png', { type: 'image/png' });
  expect(paste(transfer([picture]))).toBe(true);
  expect(paste(transfer([picture], 'A1\tB1'))).toBe(false);
  expect(paste(transfer([], 'words'))).toBe(false);
  // As a file manager copies: its name is the text.
  expect(paste(transfer([file], 'a.txt'))).toBe(true);
  expect(brought.map(({ names }) => names)).toEqual([['image.png'], ['a.txt']]);
});
