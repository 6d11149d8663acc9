import { formatNames } from '#web/i18n/lists.ts';
import { say } from '#web/i18n/words.ts';
import { composeConditions as words } from '#words/compose-conditions.ts';

/** What the buttons of a chip are called, and what is announced. */
export const chipWords = {
  change: (text: string) => say(words.people.change, { text }),
  remove: (text: string) => say(words.people.remove, { text }),
  added: (texts: readonly string[]) => say(words.people.added, { texts: formatNames(texts) }),
  removed: (text: string) => say(words.people.removed, { text }),
};
