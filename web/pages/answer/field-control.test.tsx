import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { RequestField } from '#crypto/payload.ts';
import { emptyAnswerDraft } from './answer-draft.ts';
import type { AnswerDraft } from './answer-draft.ts';
import { FieldControl } from './field-control.tsx';

let dispose: () => void = () => undefined;
afterEach(() => dispose());

function show(type: RequestField['type'] = 'file', missing = false) {
  const [draft, setDraft] = createSignal<AnswerDraft>(emptyAnswerDraft);
  const root = document.body.appendChild(document.createElement('main'));
  const unmount = render(
    () => (
      <FieldControl
        field={{ name: 'Certificate', type }}
        position={0}
        draft={draft()}
        takesFiles
        readOnly={false}
        missing={missing}
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

test.each(['line', 'text'] as const)(
  'an empty field of kind %s is marked, and its error describes it',
  async (type) => {
    show(type, true);
    const field = page.getByRole('textbox', { name: 'Certificate' });
    await expect.element(field).toHaveAttribute('aria-invalid', 'true');
    await expect.element(field).toHaveAccessibleDescription('This is still empty.');
  },
);

test('an empty field for a file describes its button', async () => {
  show('file', true);
  const button = page.getByRole('button', { name: 'Choose a file for Certificate' });
  await expect.element(button).toHaveAccessibleDescription('This is still empty.');
});

test('a field that is not missing is not marked', async () => {
  show('line');
  await expect.element(page.getByRole('textbox', { name: 'Certificate' })).toHaveAttribute('aria-invalid', 'false');
  await expect.element(page.getByText('This is still empty.')).not.toBeInTheDocument();
});
