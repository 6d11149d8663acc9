import type { JSX } from 'solid-js';

export const howItWorks = {
  title: 'How it works.',
  lede: 'Your secret is sealed in your browser. The server keeps what it cannot read, and the link carries the key past it.',
  journey: {
    title: 'The way of a secret',
    description:
      'Your browser seals the secret and gives it to the server, which cannot read it. The link with the key goes from you to the other person and never passes the server. Their browser fetches the sealed secret and opens it with the key.',
    you: 'Your browser',
    youDo: 'seals it',
    server: 'The server',
    serverDoes: 'keeps it, unread',
    them: 'Their browser',
    theyDo: 'opens it',
    sealed: 'sealed',
    /** Two lines where there is no room for one. */
    link: ['the link,', 'with the key'],
  },
  sections: [
    {
      title: 'Sealed before it leaves',
      text: [
        'When you press “Seal it”, your browser draws a new random key and encrypts your text and its title with it. Both are filled up with zeros first, so that the size says less about them. Only what comes out of this is sent.',
        'Neither your text nor your files are stored in this browser. A title is, if you gave one, so that you find the secret again under “My shares”.',
      ],
    },
    {
      title: 'The server keeps what it cannot read',
      text: [
        'It holds the sealed bytes and what it needs for its work: until when, how often, how often already. It has no key and no password.',
      ],
    },
    {
      title: 'Files go in pieces',
      text: [
        'Files are joined to one row of bytes, filled up like the text, and encrypted piece by piece with a key of their own. That key lies in the sealed secret, and so do their names, their kinds and their number: the server sees pieces, and about how long they are together.',
        'A piece that is lost on its way is sent again. The link is there when the server has every piece. If you stop before that, they are deleted; if the page has no time to say so, the server throws them away after 24 hours.',
        'Whoever opens the link saves them one by one, or as one zip. Each piece is checked before any of it is written. Empty folders and the files’ dates do not come along.',
      ],
    },
    {
      title: 'The link carries the key',
      text: [
        'Everything behind the # in the link is the key. Browsers do not send that part to a server. It goes from you to the other person by the way you choose: mail, a message, a note on paper.',
        'A few of its characters are a check. If the link was cut or mistyped on its way, the page says so without asking the server.',
      ],
    },
    {
      title: 'Looking spends nothing',
      text: [
        'Loading the page spends nothing. A mail scanner or a link preview may load it too. Only the press on “Break the seal” counts.',
        'At that press the browser makes up a random number for this one opening, and keeps it in the tab. The server notes that number and takes one opening off, both in a single step. Two people who press at the same moment cannot both get the last one.',
      ],
    },
    {
      title: 'A reload loses nothing',
      text: [
        'For ten minutes the same tab can show its number again, and gets the same sealed bytes. A lost connection or a reload costs nothing.',
        'Files keep the opening alive while the tab is open, for an hour, and longer where they are large: until then, what is not saved can be fetched again.',
        'Once the secret is on the screen and its files are saved, the browser tells the server that it has arrived. If that was the last opening, the server erases the secret and says when it did.',
      ],
    },
    {
      title: 'A password is part of the key',
      text: [
        'With a password, link and password are needed together: the password is worked into the key, in the browser, on purpose slowly. The server never sees it.',
        'It is asked for before anything is spent. The sealed bytes are handed out only after the right one, so nobody with the link alone can guess at home. Wrong ones are counted. At the limit the secret is locked until its sender unlocks it, or destroyed, as the sender chose.',
      ],
    },
    {
      title: 'Gone means that a key is gone',
      text: [
        'Deleting a row in a database leaves traces. So the server wraps each sealed secret once more, under a key of its own, and erases that key when the secret ends. What is left cannot be opened again, not even with the link. The key to the files is in the secret and goes with it; then the files are deleted.',
        'What remains for a while is a note that there was a secret, when it was opened and when it ended. That is how you can tell what became of it.',
      ],
    },
    {
      title: 'Asking for a secret',
      text: [
        'You can also make a page on which somebody else seals something for you. Your browser makes a pair of keys; the public one is part of the question, and the link you send is made from both. Whoever opens the link checks that: nobody can put another key or another question behind it.',
        'Their browser seals the answer, and then seals its key to yours, in a way that a quantum computer would not help against either. The manage link, which you keep, is all it takes to read the answers. The link does not prove who you are, and their page says so.',
      ],
    },
    {
      title: 'Yours alone',
      text: [
        'Sealing also gives you a manage link. With it you see how often the secret was opened and when, and delete it at once. It cannot read the secret. This browser remembers it under “My shares”, unless you forget it there.',
      ],
    },
  ],
  onward: (slots: { readonly security: (words: string) => JSX.Element }): JSX.Element[] => [
    'What this does not protect you from is on the page ',
    slots.security('Security'),
    '.',
  ],
  write: 'Write a secret',
} as const;
