import type { JSX } from 'solid-js';

export const security = {
  title: 'Security',
  lede: (name: string) => `What ${name} can’t see, who can do what, and what it does not protect you from.`,
  unseen: {
    title: 'What the server can’t see',
    items: [
      'The secret itself and its title.',
      'Files: their contents, their names, their types and how many there are.',
      'The key. It comes after the # in the link, and browsers don’t send that part.',
      'The password, if there is one. The browser combines it with the key.',
    ],
  },
  seen: {
    title: 'What it does see',
    items: [
      'When something is sealed, is opened, expires or is deleted, and how often.',
      'Roughly how large it is, whether there are files, and how large they are together. Sizes are rounded up, to at least 1 KiB.',
      'The network address of each browser. It is used to slow down floods and is not written to the log. A proxy in front of the server may keep its own log.',
    ],
  },
  roles: {
    title: 'Who can do what',
    can: 'Can',
    cannot: 'Can’t',
    rows: [
      {
        who: 'The server, its log, its database, its backups',
        can: 'See random ids, times, rounded sizes, counts, and the hashes of proofs.',
        cannot: 'Read a secret, a title, a file, a file’s name, a password or a key.',
      },
      {
        who: 'Someone with the address, but not the key after the #',
        can: 'Load a page that is the same for every secret, and the same if there is no secret.',
        cannot: 'Find out whether there is a secret; open it, use it up, lock it or delete it.',
      },
      {
        who: 'Someone with the link, but not its password',
        can: 'See that there is a secret, and its terms. Try as many passwords as the sender allowed, which may lock the secret or destroy it.',
        cannot: 'Get the sealed bytes, and so guess offline as often as they like.',
      },
      {
        who: 'Someone with the manage link of a secret',
        can: 'Read the title, the terms and the history. Unlock the secret. Delete it.',
        cannot: 'Read the secret, or guess its password.',
      },
      {
        who: 'Someone with the manage link of a request',
        can: 'Read every answer to it. Close it. Delete it, with its answers.',
        cannot: undefined,
      },
      {
        who: 'Someone with the link of a request',
        can: 'Read the question, and send as many answers as the request accepts.',
        cannot: 'Read an answer, even their own; replace the question or the key; see who is asking.',
      },
      {
        who: 'Someone with the link and a copy of the database, or with the link and the server itself',
        can: 'Guess the password offline, as long as the secret has not been erased. Every guess costs them the same slow, memory-hungry work. Without a password there is nothing to guess: they can read the secret.',
        cannot: undefined,
      },
      {
        who: 'A server that lies, while the page in your browser is honest',
        can: 'Lie about openings, expiry and deletion. Withhold a secret. Show its sender an older title.',
        cannot:
          'Change, shorten, swap or forge a secret or its terms, make the password easier to guess, or drop the password, without your browser noticing.',
      },
      {
        who: 'Someone who can change the page that your browser loads',
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
        text: 'The code that seals and opens comes from the server each time. Anyone who controls the server could send you different code that reads along. This is true of every site that encrypts in the browser. Either you trust the people who run this one, or you run your own.',
      },
      {
        title: 'What a browser does not check',
        text: 'The page names exactly the scripts that it starts with, and the browser refuses any others. The page can’t do that for the workers that hash passwords and carry files, or for what is loaded later. And anyone who can change the page can change those names.',
      },
      {
        title: 'The server’s word',
        text: 'How often a secret opens, when it ends and that it was deleted are promises that the server keeps. Your browser can’t see whether the server kept a copy of the sealed bytes. So “destroyed on the server” means that the server said so, and nothing more.',
      },
      {
        title: 'Copies of the disk',
        text: 'Deleted means deleted from this service. A backup, a snapshot, a replica or a worn-out SSD may still hold older data. Without the link, that data can’t be read. With the link it can, if the copy also contains the key that the server erased.',
      },
      {
        title: 'The wrong person opening the link first',
        text: 'A link without a password opens for anyone who has it. If the wrong person is faster, the right one sees that it was opened, and when. Add a password, and send it separately from the link.',
      },
      {
        title: 'What is in a file',
        text: 'Files come from the sender of the link, not from the people who run this site. Nobody has looked into them: the server can’t. The page makes their names harmless and runs nothing in them. Open only what you would open from that person.',
      },
      {
        title: 'A weak password',
        text: 'It is enough while all guesses go through the server, which counts them. Someone who has the link and a copy of the database can guess offline. Only a long password helps against that; the page can generate one.',
      },
      {
        title: 'What happens after opening',
        text: 'Screenshots, cameras, the clipboard, browser extensions, malware: once a secret is on a screen, or a file on a disk, it is out of our hands.',
      },
      {
        title: 'Times and sizes',
        text: 'The server, and to some extent the network in between, can see that two people exchanged something, when, and roughly how large it was.',
      },
      {
        title: 'Plain http',
        text: 'Without https, anyone in between can change the page and read along, so the page refuses to seal or open. The people who run a site can override that; a warning then stays on every page.',
      },
    ],
  },
  made: {
    title: 'The cryptography',
    text: 'Content is encrypted with AES-256-GCM. Keys are derived with HKDF-SHA-256, and passwords are hashed with Argon2id: 64 MiB, 3 passes, 4 lanes. Answers to a request use HPKE with ML-KEM-768 and X25519 together. Every key is 256 bits from the browser’s own random source. The whole protocol is specified in the source, in crypto/SPEC.md, with test vectors, so that others can check it.',
  },
  onward: (slots: { readonly howItWorks: (words: string) => JSX.Element }): JSX.Element[] => [
    'For the protocol in plain words, see ',
    slots.howItWorks('How it works'),
    '.',
  ],
} as const;
