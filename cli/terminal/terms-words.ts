import type { AskedTerms } from '#client/answer.ts';
import type { OwnTerms } from '#client/own-terms.ts';
import type { SealedTerms } from '#client/open.ts';
import { shortDuration } from './duration.ts';
import { answersInWords, timeInWords, viewsInWords } from './wording.ts';

type Say = (line: string) => void;

/** Warns if the server's terms differ from the sealed ones. States the sealed terms and what to do. */
export function sayMismatch(say: Say, terms: SealedTerms | undefined): void {
  if (terms === undefined) return;
  const sealed = `it can be opened ${viewsInWords(terms.maxViews)}, until ${timeInWords(terms.expiresAt)}, and was sealed ${timeInWords(terms.createdAt)}`;
  say(
    `sotto: The server does not follow the terms that the sender sealed: ${sealed}. The content is exactly what was sealed. Tell the sender.`,
  );
}

export function sayAskedMismatch(say: Say, terms: AskedTerms | undefined): void {
  if (terms === undefined) return;
  const sealed = `it accepts ${answersInWords(terms.maxAnswers)}, until ${timeInWords(terms.expiresAt)}`;
  say(
    `sotto: The server states different terms from those sealed with this link: ${sealed}. The question is exactly what was sealed. Tell the person who sent you the link.`,
  );
}

export function sayOwnMismatch(say: Say, own: OwnTerms): void {
  switch (own.at) {
    case 'kept':
    case 'gone':
      return;
    case 'unknown':
      say(
        'sotto: The server did not return the request as you sealed it, so its terms cannot be checked. The terms shown here come from the server alone.',
      );
      return;
    case 'forged':
      say(
        'sotto: The server returned a request that you did not seal. Do not trust the terms it states, and tell its operator.',
      );
      return;
    case 'changed': {
      const { maxAnswers, expiresAt, answerTtl, keep } = own.terms;
      const untilRead = keep === 'read' ? ', or until it is read' : '';
      const sealed = `it accepts ${answersInWords(maxAnswers)}, until ${timeInWords(expiresAt)}; each is kept ${shortDuration(answerTtl)}${untilRead}`;
      say(`sotto: The server does not follow the terms that you sealed: ${sealed}. Tell its operator.`);
    }
  }
}
