/**
 * For the previews that messengers and mail programs show of a link, and for search engines. They never name a secret:
 * every share has the same.
 */
export const unfurl = {
  compose: {
    title: 'Say it once',
    description: 'Send a password, a key or a file that opens once. It is sealed in your browser.',
  },
  receive: { title: 'A secret for you', description: 'Someone sent you a secret. Open it in your browser.' },
  ask: {
    title: 'Ask for it',
    description: 'Ask for a password, a key or a file. The answer is sealed in the other person’s browser.',
  },
  answer: {
    title: 'A request for you',
    description: 'Someone asks you for a secret. Answer in your browser, where it is sealed.',
  },
  manage: {
    title: 'Manage a secret',
    description: 'This link is private: it shows the status of a secret and can delete it. Don’t pass it on.',
  },
  shares: { title: 'My shares', description: 'The secrets and requests that this browser remembers.' },
  report: { title: 'Report a secret', description: 'Tell the people who run this service about a harmful secret.' },
  howItWorks: { title: 'How it works', description: 'How a secret is sealed, sent, opened and erased.' },
  security: {
    title: 'Security',
    description: 'What the server can and can’t see, and what this does not protect you from.',
  },
} as const;
