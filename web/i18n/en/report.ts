import type { JSX } from 'solid-js';
import type { Reason } from '#server/reports/wire.ts';
import type { ServiceFailure } from '#client/errors.ts';
import { roundedUp, span } from './span.ts';
import { signIn } from './service-failure.ts';

export const report = {
  title: 'Report a secret',
  lede: 'Tell the operator of this service about a harmful secret. They can’t read it, but they can delete it.',
  subject: 'Its link or id',
  subjectHint: 'Only the id is sent. Your browser removes the key from the link.',
  cut: 'The key was removed. It is not sent, so the operator can’t read the secret.',
  reason: 'What is wrong with it?',
  reasons: {
    malware: 'It contains malware',
    phishing: 'It tries to steal passwords or money',
    illegal: 'It is illegal',
    harassment: 'It threatens or harasses someone',
    other: 'Something else',
  } satisfies Record<Reason, string>,
  send: 'Send report',
  sending: 'Sending…',
  fault: {
    'no-subject': 'Paste the link, or the id after “/s/” in the link.',
    'no-id': 'This contains neither a link to this service nor an id. Copy the whole link again and paste it here.',
    foreign: (origin: string) =>
      `This link leads to another service, ${origin}. Report it there. Nothing was sent from here.`,
    'no-reason': 'Choose what is wrong with it.',
    'too-many': (address: JSX.Element): JSX.Element => [
      'Your network address has sent as many reports as allowed in a day. For more, write to the operator: ',
      address,
      '.',
    ],
    refused: 'The server did not accept the report. Reload this page and try again.',
  },
  serviceFailure: (failure: ServiceFailure) => {
    switch (failure.kind) {
      case 'sign-in':
        return signIn;
      case 'offline':
        return 'No connection to the server, so the report may not have arrived. Check your network and send it again.';
      case 'busy':
        return `Too many reports from your network address. Send this one again in ${span(roundedUp(failure.afterSeconds ?? 60))}.`;
      case 'server':
        return 'Something went wrong on our side. Send the report again in a minute.';
      case 'strange':
        return 'This page does not understand the server’s reply. Reload the page and send the report again.';
    }
  },
  sent: {
    title: 'Thank you',
    lede: 'The operator has your report. This page does not say whether the secret exists or what becomes of it.',
    contact: (address: JSX.Element): JSX.Element => [
      'If you want to add something, write to the operator: ',
      address,
      '.',
    ],
    home: 'Write a secret',
  },
  off: {
    title: 'This service does not accept reports',
    lede: 'Its operator has not given an address for them.',
    next: 'If you don’t trust a link, don’t open it. You can complain to the registrar of this site’s domain, who can pass the complaint on.',
    home: 'Write a secret',
  },
};
