import type { JSX } from 'solid-js';

export const howItWorks = {
  title: 'How it works',
  lede: 'Your secret is sealed in your browser. The server stores it but can’t read it, and the link carries the key past the server.',
  journey: {
    title: 'The path of a secret',
    description:
      'Your browser seals the secret and sends it to the server, which can’t read it. The link with the key goes from you to the other person; the key never reaches the server. Their browser fetches the sealed secret and opens it with the key.',
    you: 'Your browser',
    youDo: 'seals it',
    server: 'The server',
    serverDoes: 'stores it, unread',
    them: 'Their browser',
    theyDo: 'opens it',
    sealed: 'sealed',
    /** Two lines where one is too wide. */
    link: ['the link,', 'with the key'],
  },
  sections: [
    {
      title: 'Sealed before it leaves',
      text: [
        'When you press “Seal it”, your browser generates a new random key and encrypts your text and its title with it. Both are padded with zeros first, so that their size gives less away. Only the encrypted result is sent.',
        'Your browser stores neither your text nor your files. If you gave the secret a title, it stores that, so that you can find the secret again under “My shares”.',
      ],
    },
    {
      title: 'The server can’t read what it stores',
      text: [
        'It stores the sealed bytes and what it needs to do its job: when the secret expires, how often it may be opened, and how often it has been. It has no key and no password.',
      ],
    },
    {
      title: 'Files are sent in pieces',
      text: [
        'Files are joined into one stream, padded like the text, and encrypted piece by piece with a separate key. The sealed secret holds that key, along with the names, types and number of the files. The server sees only the pieces, and roughly how large they are together.',
        'A piece that is lost on the way is sent again. You get the link once the server has every piece. If you stop before that, the pieces are deleted. If the page closes before it can say so, the server deletes them after 24 hours.',
        'The recipient can save the files one at a time, or all of them as one zip. Each piece is checked before any of it is written. Empty folders and file dates are not included.',
      ],
    },
    {
      title: 'The link carries the key',
      text: [
        'Everything after the # in the link is the key. Browsers don’t send that part to a server. It goes from you to the other person through the channel you choose: an email, a message, a note on paper.',
        'A few of its characters are a checksum. If the link was cut off or mistyped on the way, the page says so without asking the server.',
      ],
    },
    {
      title: 'Loading the page uses nothing up',
      text: [
        'Anyone can load the page, and so can an email scanner or a link preview. Only pressing “Break the seal” counts.',
        'When you press it, the browser picks a random number for this one opening and keeps it in the tab. The server records that number and takes one opening off in a single step, so two people who press at the same moment can’t both get the last one.',
      ],
    },
    {
      title: 'A reload loses nothing',
      text: [
        'For ten minutes, the same tab can present its number again and get the same sealed bytes. A dropped connection or a reload costs nothing.',
        'Files keep the opening alive while the tab is open: for an hour, and longer if they are large. Until then, files that have not been saved can be fetched again.',
        'Once the secret is on the screen and its files are saved, the browser tells the server that it has arrived. If that was the last opening, the server erases the secret and reports when it did.',
      ],
    },
    {
      title: 'A password is part of the key',
      text: [
        'If you set a password, opening takes both the link and the password. The password is combined with the key in the browser, deliberately slowly. The server never sees it.',
        'The page asks for it before anything is used up. The server releases the sealed bytes only after the right password, so someone who has only the link can’t guess offline. Wrong passwords are counted. At the limit, the secret is destroyed or stays locked until its sender unlocks it, whichever the sender chose.',
      ],
    },
    {
      title: 'Deleting means erasing a key',
      text: [
        'Deleting a row from a database leaves traces. So the server encrypts each sealed secret once more, under a key for that secret alone, and erases this key when the secret ends. What is left can’t be opened again, not even with the link. The key to the files is inside the secret and goes with it; then the files are deleted.',
        'For a while, the server keeps a record that there was a secret, when it was opened and when it ended. That is how you can find out what became of it.',
      ],
    },
    {
      title: 'Asking for a secret',
      text: [
        'You can also make a page on which somebody else seals something for you. Your browser generates a pair of keys. The link you send depends on both the public key and your question, and the browser that opens the link checks this: nobody can put another key or another question behind it.',
        'That browser seals the answer, and then seals the answer’s key to your public key, in a way that a quantum computer would not help to break either. The manage link, which you keep, is all it takes to read the answers. The link does not prove who you are, and the page says so.',
      ],
    },
    {
      title: 'For you only',
      text: [
        'When you seal a secret, you also get a manage link. It shows how often the secret was opened and when, and lets you delete it at once. It can’t read the secret. This browser remembers the link under “My shares” until you remove it there.',
      ],
    },
  ],
  onward: (slots: { readonly security: (words: string) => JSX.Element }): JSX.Element[] => [
    'The ',
    slots.security('Security'),
    ' page explains what this does not protect you from.',
  ],
  write: 'Write a secret',
} as const;
