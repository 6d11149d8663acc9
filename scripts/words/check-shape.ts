import type { Text } from './flatten.ts';
import { valuesOf } from './values.ts';
import type { ValueKind } from './values.ts';

/** Compares what code fills into a text. @returns sentences about what does not fit the English */
export function shapeFaults(english: Text, own: Text): readonly string[] {
  const [wanted, found] = [values(english), values(own)];
  const absent = [...wanted.keys()].filter((name) => !found.has(name)).map((name) => `It lacks {${name}}.`);
  const wrong = [...found].flatMap(([name, kind]) => {
    const expected = wanted.get(name);
    if (expected === undefined) return [`It uses {${name}}, which the English text does not have.`];
    const sentence = kindFault(expected, kind);
    return sentence === undefined ? [] : [`{${name}} ${sentence}`];
  });
  return [...absent, ...wrong];
}

const values = (text: Text) => valuesOf(typeof text === 'string' ? [] : text);

/** A number may be shown where the English chooses by it: many languages have one form only. */
function kindFault(expected: ValueKind, kind: ValueKind): string | undefined {
  if (typeof expected === 'object') {
    const words = expected.toSorted().join(', ');
    if (typeof kind === 'object' && kind.toSorted().join(', ') === words) return undefined;
    return `chooses between ${words}, and each needs a text.`;
  }
  if (typeof kind === 'object') return `is not a choice between words in the English text.`;
  return kind === 'number' && expected === 'text' ? 'is not a number in the English text.' : undefined;
}
