import type { JSX } from 'solid-js';

export const security = {
  title: 'Security.',
  lede: (name: string) => `What ${name} cannot see, who can do what, and what it does not protect you from.`,
  unseen: {
    title: 'What the server cannot see',
    items: [
      'The secret itself, and its title.',
      'Files: what is in them, their names, of what kind they are, and how many.',
      'The key. It stands behind the # in the link, and browsers do not send that part.',
      'The password, if there is one. It is worked into the key in the browser.',
    ],
  },
  seen: {
    title: 'What it does see',
    items: [
      'When something is sealed, opened, expires or is deleted, and how often.',
      'About how large it is, and whether files come along and how large they are together. Sizes are rounded up, to 1 KiB at the least.',
      'The network address that a browser comes from. It is used to slow down floods and is not written to the log. A proxy in front of the server may keep a log of its own.',
    ],
  },
  roles: {
    title: 'Who can do what',
    can: 'Can',
    cannot: 'Cannot',
    rows: [
      {
        who: 'The server, its log, its database, its backups',
        can: 'See random ids, times, rounded sizes, counts, and the hashes of proofs.',
        cannot: 'Read a secret, a title, a file, its name, a password or a key.',
      },
      {
        who: 'Someone with the address, without the key behind the #',
        can: 'Load a page that is the same for every secret, and for none.',
        cannot: 'Learn whether there is a secret; open it, use it up, lock it or delete it.',
      },
      {
        who: 'Someone with the link, without its password',
        can: 'See that there is a secret and its terms. Try passwords, as often as the sender allowed. That may lock it, or destroy it.',
        cannot: 'Get the sealed bytes, and so guess at home, as often as they like.',
      },
      {
        who: 'Someone with the manage link of a secret',
        can: 'Read the title, the terms and what happened. Unlock the secret. Delete it.',
        cannot: 'Read the secret, or guess its password.',
      },
      {
        who: 'Someone with the manage link of a request',
        can: 'Read every answer to it. Close it. Delete it, with its answers.',
        cannot: undefined,
      },
      {
        who: 'Someone with the link of a request',
        can: 'Read what is asked, and answer, as often as it takes answers.',
        cannot: 'Read an answer, even their own; put another question or key in its place; tell who asks.',
      },
      {
        who: 'Someone with the link and a copy of the database, or with the link and the server itself',
        can: 'Guess the password at home, for as long as the secret has not been erased. Every guess costs them the same slow, memory-hungry work. Without a password there is nothing to guess: they can read it.',
        cannot: undefined,
      },
      {
        who: 'A server that lies, while the page in your browser is honest',
        can: 'Lie about openings, expiry and deletion. Hold a secret back. Show its sender an older title.',
        cannot:
          'Change, shorten, swap or forge a secret or its terms, make the password easier to guess, or leave it out, without your browser noticing.',
      },
      {
        who: 'Whoever can change the page that your browser loads',
        can: 'Read everything that is typed or opened there.',
        cannot: undefined,
      },
    ],
  },
  limits: {
    title: 'What it does not protect you from',
    items: [
      {
        title: 'The page itself',
        text: 'The code that seals and opens comes from the server each time. Whoever controls it could send you other code, and that could read along. This is so with every site that encrypts in the browser. You trust whoever runs this one; or you run your own.',
      },
      {
        title: 'What a browser does not check',
        text: 'The page names the exact scripts that it starts with, and the browser refuses others. It cannot do that for the workers that hash passwords and carry files, nor for what is loaded later. And whoever can change the page can change those names.',
      },
      {
        title: 'A server that only says so',
        text: 'How often it opens, when it ends and that it was deleted are promises that the server keeps. Your browser cannot see whether it kept a copy of the sealed bytes. So the page says “destroyed on the server” when the server said so, and not more.',
      },
      {
        title: 'Copies of the disk',
        text: 'Deleted means: deleted from this service. A backup, a snapshot, a replica or a worn-out SSD may hold what was there before. Without the link it cannot be read. With it, it can, if the key that the server erased is in that copy too.',
      },
      {
        title: 'Whoever has the link and comes first',
        text: 'A link without a password opens for anyone who holds it. If the wrong one was faster, the right one is told that it was opened, and when. Add a password, and tell it by another way than the link.',
      },
      {
        title: 'What is in a file',
        text: 'Files come from whoever sent the link, not from whoever runs this site. Nobody has looked into them: the server cannot. The page makes their names harmless and runs nothing of them. Open what you would open from that person.',
      },
      {
        title: 'A weak password',
        text: 'It holds while all guesses go through the server, which counts them. Someone who has the link and a copy of the database can guess at home. There only a long password helps; the page can make one up.',
      },
      {
        title: 'What happens after opening',
        text: 'Screenshots, cameras, the clipboard, extensions of the browser, malware: once a secret is on a screen, or a file on a disk, it is out of our hands.',
      },
      {
        title: 'Times and sizes',
        text: 'The server, and in part the network between, can see that two people exchanged something, when, and about how large it was.',
      },
      {
        title: 'Plain http',
        text: 'Without https, anyone in between can change the page and read along. Then the page refuses to seal or open. Whoever runs a site can switch that off; a warning then stays on every page.',
      },
    ],
  },
  made: {
    title: 'What it is made of',
    text: 'AES-256-GCM for content, HKDF-SHA-256 for keys, Argon2id with 64 MiB, 3 passes and 4 lanes for passwords. Answers to a request: HPKE with ML-KEM-768 and X25519 together. Every key is 256 bits from the browser’s own random source. The whole protocol is written down in the source, as crypto/SPEC.md, with test vectors, so that others can check it.',
  },
  onward: (slots: { readonly howItWorks: (words: string) => JSX.Element }): JSX.Element[] => [
    'The protocol in plain words is on the page ',
    slots.howItWorks('How it works'),
    '.',
  ],
} as const;
