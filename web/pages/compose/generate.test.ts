import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  characterClasses,
  generateBase64,
  generateCharacters,
  generateHex,
  generateWords,
  randomBelow,
} from './generate.ts';
import type { CharacterClass } from './generate.ts';

test('a number that would favour some results is drawn again', () => {
  const draws = [2 ** 32 - 1, 2 ** 32 - 2, 7];
  // 2³² mod 10 is 6: the last six numbers would make 0 to 5 likelier.
  expect(randomBelow(10, () => draws.shift() ?? 0)).toBe(7);
  expect(draws).toEqual([]);
});

test('every result is below the bound, and all results are about equally frequent', () => {
  const counts = new Map<number, number>();
  const rounds = 60_000;
  for (let i = 0; i < rounds; i++) {
    const drawn = randomBelow(6);
    counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - rounds / 6) ** 2 / (rounds / 6), 0);
  // With five degrees of freedom, chi-square exceeds 40 once in about seven million runs.
  expect(chiSquare).toBeLessThan(40);
});

test('characters come from the chosen classes, and every class occurs', () => {
  const names = Object.keys(characterClasses) as CharacterClass[];
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 64 }), fc.subarray(names, { minLength: 1 }), (length, classes) => {
      const made = generateCharacters(length, classes);
      expect(made).toHaveLength(length);
      for (const name of names) {
        const present = [...made].some((character) => characterClasses[name].includes(character));
        expect(present).toBe(classes.includes(name));
      }
    }),
    { numRuns: 200 },
  );
});

test('words come from the list and are joined with hyphens', async () => {
  const made = await generateWords(6);
  expect(made).toMatch(/^[a-z]{3,8}(-[a-z]{3,8}){5}$/);
  expect(await generateWords(6)).not.toBe(made);
});

test('keys have the requested size', () => {
  expect(generateHex(32)).toMatch(/^[0-9a-f]{64}$/);
  expect(atob(generateBase64(32))).toHaveLength(32);
});
