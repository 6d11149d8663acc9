// Written by `npm run words` from words/en/generator.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface GeneratorWords {
  readonly title: string;
  readonly kindLabel: string;
  readonly kinds: {
    readonly characters: string;
    readonly words: string;
    readonly hex: string;
    readonly base64: string;
  };
  readonly lengthLabel: {
    readonly characters: string;
    readonly words: string;
    readonly hex: string;
    readonly base64: string;
  };
  readonly lengths: {
    readonly characters: Message<{ readonly count: number }>;
    readonly words: Message<{ readonly count: number }>;
    readonly hex: Message<{ readonly count: number }>;
    readonly base64: Message<{ readonly count: number }>;
  };
  readonly classesLabel: string;
  readonly classes: { readonly lower: string; readonly upper: string; readonly digits: string; readonly signs: string };
  readonly insert: string;
  readonly inserted: string;
  readonly failed: string;
  readonly close: string;
}

export const generator = /* #__PURE__ */ table('generator') as GeneratorWords;
