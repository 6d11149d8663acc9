import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { emptyAnswerDraft } from './answer-draft.ts';
import type { AnswerDraft } from './answer-draft.ts';
import { FieldControl } from './field-control.tsx';

let dispose: () => void = () => undefined;
afterEach(() => dispose());

function show() {
  const [draft, setDraft] = createSignal<AnswerDraft>(emptyAnswerDraft);
  const root = document.body.appendChild(document.createElement('main'));
  const unmount = render(
    () => (
      <FieldControl
        field={{ name: 'Certificate', type: 'file' }}
        position={0}
        draft={draft()}
        takesFiles
        readOnly={false}
        onEdit={(change) => setDraft((now) => ({ ...now, ...change }))}
      />
    ),
    root,
  );
  dispose = () => {
    unmount();
    root.remove();
  };
  return draft;
}

const file = (name: string) => new File(['x'], name);

function drop(files: readonly File[], isFolder = false): void {
  const dataTransfer = new DataTransfer();
  files.forEach((one) => dataTransfer.items.add(one));
  const field = page.getByRole('group', { name: 'Certificate' }).element();
  // Only a real drag has entries. Browsers list a dropped folder among the files, too.
  const entry = isFolder ? ({ isDirectory: true } as FileSystemEntry) : null;
  const entries = vi.spyOn(DataTransferItem.prototype, 'webkitGetAsEntry').mockReturnValue(entry);
  field.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  entries.mockRestore();
}

test('a file dropped on a field fills it', () => {
  const draft = show();
  drop([file('ca.pem')]);
  expect(draft().given).toMatchObject({ 0: { file: { name: 'ca.pem' } } });
});

test('several files or a folder are refused with a sentence, which the next file removes', async () => {
  const draft = show();
  drop([file('a'), file('b')]);
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent('This field accepts one file. Pack several files into one archive.');
  drop([file('folder')], true);
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent('This field accepts a file, not a folder. Pack the folder into one archive.');
  expect(draft().given).toEqual({});
  drop([file('ca.pem')]);
  expect(page.getByRole('alert').query()).toBeNull();
  expect(draft().given).toMatchObject({ 0: { file: { name: 'ca.pem' } } });
});
