import { expect, test } from 'vitest';
import { namePasted } from './name-pasted.ts';

const name = (at: Date, ending: string) => `${at.getFullYear() > 2000 ? 'now' : 'never'}.${ending}`;

test('a picture without a name of its own gets one that says when it was', async () => {
  const picture = namePasted(new File(['bytes'], 'image.PNG', { type: 'image/png' }), name) as File;
  expect([picture.name, picture.type, await picture.text()]).toEqual(['now.png', 'image/png', 'bytes']);
});

test('what has a name keeps it', () => {
  const file = new File(['x'], 'plan of the image.png');
  expect(namePasted(file, name)).toBe(file);
});
