import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { Preview } from './create-preview.ts';
import { FilePreview } from './file-preview.tsx';

let dispose: () => void = () => undefined;
afterEach(() => dispose());

function show(first: Preview) {
  const [now, setNow] = createSignal<Preview>(first);
  let refused = 0;
  const root = document.body.appendChild(document.createElement('div'));
  const unmount = render(() => <FilePreview now={now()} name="door.png" onUndrawable={() => refused++} />, root);
  dispose = () => {
    unmount();
    root.remove();
  };
  return { root, setNow, refused: () => refused };
}

async function drawn(): Promise<string> {
  const canvas = new OffscreenCanvas(4, 3);
  canvas.getContext('2d')?.fillRect(0, 0, 4, 3);
  return URL.createObjectURL(await canvas.convertToBlob({ type: 'image/png' }));
}

test('a picture is drawn, with a text alternative', async () => {
  const url = await drawn();
  show({ at: 'picture', url });
  const picture = page.getByRole('img', { name: 'Picture of door.png' });
  await expect.poll(() => (picture.element() as HTMLImageElement).naturalWidth).toBe(4);
  URL.revokeObjectURL(url);
});

test('an SVG named like a picture is not drawn', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>';
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/png' }));
  const { refused } = show({ at: 'picture', url });
  await expect.poll(refused).toBe(1);
  URL.revokeObjectURL(url);
});

test('text is shown as text, whatever it contains', () => {
  const text = '<img src=x onerror="document.title=1">\r\n\u0007<b>bold';
  const { root } = show({ at: 'text', text, cut: true });
  expect(page.getByRole('region', { name: 'Text of door.png' }).element().textContent).toBe(text);
  expect(root.querySelector('img, b')).toBeNull();
  expect(root.textContent).toContain('Only the first 262 kB is shown');
});

test('a closed preview leaves nothing on the page', () => {
  const { root, setNow } = show({ at: 'text', text: 'a', cut: false });
  setNow({ at: 'closed' });
  expect(root.textContent).toBe('');
});
