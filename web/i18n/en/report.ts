import type { JSX } from 'solid-js';
import type { Reason } from '#server/reports/wire.ts';
import type { ServiceFailure } from '#client/errors.ts';
import { roundedUp, span } from './span.ts';
import { signIn } from './service-failure.ts';

export const report = {
  title: 'Report a secret.',
  lede: 'Tell the operator of this service that a secret does harm. They cannot read it, but they can delete it.',
  subject: 'Its link or its id',
  subjectHint: 'Only the id is sent. The key of a link is cut off here, in your browser.',
  cut: 'The key is cut off. It is not sent, and the operator cannot read the secret.',
  reason: 'What is wrong with it?',
  reasons: {
    malware: 'It carries malware',
    phishing: 'It is there to steal passwords or money',
    illegal: 'It is against the law',
    harassment: 'It threatens or harasses somebody',
    other: 'Something else',
  } satisfies Record<Reason, string>,
  send: 'Send the report',
  sending: 'Sending…',
  fault: {
    'no-subject': 'Paste the link, or the id that stands in it after “/s/”.',
    'no-id': 'There is no link of this service in it, and no id. Copy the link anew, and paste it whole.',
    foreign: (origin: string) =>
      `This link leads to another service, ${origin}. Report it there; nothing was sent from here.`,
    'no-reason': 'Choose what is wrong with it.',
    'too-many': (address: JSX.Element): JSX.Element => [
      'You have sent as many reports as one address may in a day. For more, write to the operator: ',
      address,
      '.',
    ],
    refused: 'The server did not take the report. Load this page again, and try once more.',
  },
  serviceFailure: (failure: ServiceFailure) => {
    switch (failure.kind) {
      case 'sign-in':
        return signIn;
      case 'offline':
        return 'There is no connection to the server, so the report may not have arrived. Check your network and send it again.';
      case 'busy':
        return `Too many reports came from your address just now. Send this one again in ${span(roundedUp(failure.afterSeconds ?? 60))}.`;
      case 'server':
        return 'The server has a fault of its own just now. Send the report again in a minute.';
      case 'strange':
        return 'The server answered in a way that this page does not understand. Load the page again, and send the report from there.';
    }
  },
  sent: {
    title: 'Thank you.',
    lede: 'The operator has your report. Nobody is told whether there is such a secret, or what becomes of it.',
    contact: (address: JSX.Element): JSX.Element => ['If you have more to say, tell the operator: ', address, '.'],
    home: 'Write a secret',
  },
  off: {
    title: 'Reports are not taken here.',
    lede: 'The operator of this service has not said where they should go.',
    next: 'Do not open it. The registrar of this site’s domain can pass a complaint on.',
    home: 'Write a secret',
  },
};
