// Written by `npm run words` from words/en/terminal-people.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface PeopleWords {
  readonly facts: {
    readonly people: string;
    readonly for: string;
    readonly notBefore: string;
    readonly notices: string;
  };
  readonly forNamed: string;
  readonly noneLeft: string;
  readonly person: Message<{ readonly number: string; readonly person: string; readonly facts: string }>;
  readonly unknownAddress: string;
  readonly opened: Message<{ readonly times: string }>;
  readonly notOpened: string;
  readonly revoked: Message<{ readonly time: string }>;
  readonly codeRequests: Message<{ readonly count: number }>;
  readonly codeRequestsSince: Message<{ readonly count: number }>;
  readonly reset: Message<{ readonly time: string }>;
  readonly mail: { readonly queued: string; readonly taken: string; readonly refused: string };
  readonly opensEach: Message<{ readonly views: number }>;
  readonly opensEachLeft: Message<{ readonly views: number; readonly left: string }>;
  readonly opensEachUnlimited: string;
  readonly broughtForward: Message<{ readonly time: string; readonly first: string }>;
  readonly notices: { readonly on: string; readonly over: string };
  readonly change: {
    readonly personForm: string;
    readonly noPeople: string;
    readonly isRequest: string;
    readonly noSuchPerson: string;
    readonly addressesUnknown: string;
    readonly confirmRevoke: Message<{ readonly person: string }>;
    readonly kept: string;
    readonly revoked: Message<{ readonly person: string }>;
    readonly hadOpened: Message<{ readonly person: string; readonly times: string }>;
    readonly nobodyLeft: string;
    readonly reset: Message<{ readonly person: string }>;
    readonly isRevoked: Message<{ readonly person: string }>;
    readonly isOver: string;
    readonly shortened: Message<{ readonly time: string }>;
    readonly endsEarlier: Message<{ readonly time: string }>;
    readonly past: string;
    readonly beforeStart: Message<{ readonly time: string }>;
  };
}

export const people = terminalTable('terminal-people', {
  facts: { people: 'People:', for: 'For:', notBefore: 'Not before:', notices: 'Notices:' },
  forNamed: 'named people, each with a code from an email',
  noneLeft: 'erased: no opening is left',
  person: [['number'], '. ', ['person'], ': ', ['facts']],
  unknownAddress: '(address unknown)',
  opened: ['opened ', ['times']],
  notOpened: 'not opened',
  revoked: ['revoked ', ['time']],
  codeRequests: [['count', { one: [['count'], ' code asked for'], other: [['count'], ' codes asked for'] }, 1]],
  codeRequestsSince: [
    ['count', { one: [['count'], ' code asked for since'], other: [['count'], ' codes asked for since'] }, 1],
  ],
  reset: ['code requests reset ', ['time']],
  mail: {
    queued: 'mail not handed over yet',
    taken: 'mail taken by the mail server',
    refused: 'mail not taken by the mail server',
  },
  opensEach: [['views', { one: ['once each'], other: [['views'], ' times each'] }, 1]],
  opensEachLeft: [
    [
      'views',
      { one: ['once each, ', ['left'], ' left in all'], other: [['views'], ' times each, ', ['left'], ' left in all'] },
      1,
    ],
  ],
  opensEachUnlimited: 'any number of times each',
  broughtForward: [['time'], ' (first set: ', ['first'], ')'],
  notices: { on: 'on', over: 'ended: the endpoint refused further notices (410)' },
  change: {
    personForm: 'PERSON is a number from sotto status, or an email address.',
    noPeople: 'This secret is not limited to named people.',
    isRequest: 'This is the manage link of a request, not of a secret. Nothing was changed.',
    noSuchPerson: 'Nobody with this address or number is named. sotto status lists the people.',
    addressesUnknown:
      'The server did not return the addresses that you sealed. Give the number of the person: sotto status lists them.',
    confirmRevoke: ['Revoke ', ['person'], '? This is final.'],
    kept: 'Nobody was revoked.',
    revoked: [['person'], ' can no longer open it.'],
    hadOpened: [['person'], ' can no longer open it, but opened it before: ', ['times'], '.'],
    nobodyLeft: 'No opening is left for anyone, so it was erased.',
    reset: [['person'], ' can be sent codes again.'],
    isRevoked: [['person'], ' was revoked. This is final.'],
    isOver: 'It has ended. Nothing was changed.',
    shortened: ['It now ends ', ['time'], '.'],
    endsEarlier: ['It already ends ', ['time'], '. The end can only be brought forward, so nothing was changed.'],
    past: 'That time is in the past. To end it now, use sotto delete.',
    beforeStart: [
      'It cannot be opened before ',
      ['time'],
      ', so it cannot end before then. To end it now, use sotto delete.',
    ],
  },
}) as PeopleWords;
