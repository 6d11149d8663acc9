import type { AskedTerms } from '#client/question.ts';
import type { OwnTerms } from '#client/own-terms.ts';
import type { SealedTerms } from '#client/open.ts';
import { shortDuration } from './duration.ts';
import { onlyInWords } from './member-words.ts';
import { sentences, timeInWords } from './wording.ts';
import { inWords } from '#cli/language/words.ts';
import { endings } from '#cli/words/endings.ts';

type Say = (line: string) => void;

const words = endings.mismatch;

/** Warns if the server's terms differ from the sealed ones. States the sealed terms and what to do. */
export function sayMismatch(say: Say, terms: SealedTerms | undefined): void {
  if (terms === undefined) return;
  const times = { until: timeInWords(terms.expiresAt), created: timeInWords(terms.createdAt) };
  const sealed =
    terms.maxViews === 0
      ? inWords(words.termsUnlimited, times)
      : inWords(words.terms, { ...times, views: terms.maxViews });
  say(`sotto: ${sentences(sealed, ...startInWords(terms), ...membersInWords(terms, 'share'), words.contentAsSealed)}`);
}

function startInWords({ notBefore }: SealedTerms): string[] {
  return notBefore === undefined ? [] : [inWords(words.notBefore, { time: timeInWords(notBefore) })];
}

const membersInWords = ({ members }: Pick<SealedTerms, 'members'>, kind: 'share' | 'request'): string[] =>
  members === undefined ? [] : [onlyInWords(members, kind)];

export function sayAskedMismatch(say: Say, terms: AskedTerms | undefined): void {
  if (terms === undefined) return;
  const sealed = inWords(words.asked, { answers: terms.maxAnswers, until: timeInWords(terms.expiresAt) });
  say(`sotto: ${sentences(sealed, ...membersInWords(terms, 'request'), words.questionAsSealed)}`);
}

export function sayOwnMismatch(say: Say, own: OwnTerms): void {
  switch (own.at) {
    case 'kept':
    case 'gone':
      return;
    case 'unknown':
      say(`sotto: ${words.ownUnknown}`);
      return;
    case 'members-only':
      say(`sotto: ${words.ownMembersOnly}`);
      return;
    case 'newer':
      say(`sotto: ${words.ownNewer}`);
      return;
    case 'forged':
      say(`sotto: ${words.ownForged}`);
      return;
    case 'changed': {
      const { maxAnswers, expiresAt, answerTtl, keep } = own.terms;
      const values = { answers: maxAnswers, until: timeInWords(expiresAt), time: shortDuration(answerTtl) };
      say(`sotto: ${inWords(keep === 'read' ? words.ownUntilRead : words.own, values)}`);
    }
  }
}
