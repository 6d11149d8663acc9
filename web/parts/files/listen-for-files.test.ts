import { expect, test } from 'vitest';
import { namePasted } from './listen-for-files.ts';

const name = (at: Date, extension: string) => `${at.getFullYear() > 2000 ? 'now' : 'never'}.${extension}`;

test('a picture without a real name is named after the time it was pasted', async () => {
  const picture = namePasted(new File(['bytes'], 'image.PNG', { type: 'image/png' }), name) as File;
  expect([picture.name, picture.type, await picture.text()]).toEqual(['now.png', 'image/png', 'bytes']);
});

test('a file with a real name keeps it', () => {
  const file = new File(['x'], 'plan of the image.png');
  expect(namePasted(file, name)).toBe(file);
});
