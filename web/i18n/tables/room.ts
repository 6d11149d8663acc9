// Written by `npm run words` from words/en/room.json.
import type { Message } from '#client/words/message.ts';
import { table } from '#web/i18n/words.ts';

export interface RoomWords {
  readonly fits: Message<{ readonly maxBytes: number }>;
  readonly takes: Message<{ readonly bytes: number; readonly maxBytes: number }>;
  readonly counted: string;
  readonly takesLess: string;
  readonly namesTooLong: Message<{ readonly bytes: number; readonly maxBytes: number }>;
}

export const room = /* #__PURE__ */ table('room') as RoomWords;
