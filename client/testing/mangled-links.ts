/** The ways in which people paste links. Page and terminal must read every one. */
export interface MangledLink {
  readonly how: string;
  readonly mangle: (link: PastedLink) => string;
}

export interface PastedLink {
  readonly link: string;
  /** With the scheme and without a slash at the end: `https://secrets.example`. */
  readonly origin: string;
  readonly host: string;
  readonly letter: string;
  readonly id: string;
  readonly key: string;
}

const wide = (text: string) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
const wrapped = (text: string, between: string) => text.replace(/.{33}/g, (part) => part + between);
const escaped = encodeURIComponent;

const table: Readonly<Record<string, MangledLink['mangle']>> = {
  unchanged: ({ link }) => link,
  'its scheme in capitals': ({ link, origin }) =>
    link.replace(
      origin,
      origin.replace(/^https?/, (s) => s.toUpperCase()),
    ),
  'its host in capitals': ({ link, host }) => link.replace(host, host.toUpperCase()),
  'without a scheme': ({ link }) => link.replace(/^https?:\/\//, ''),
  'a slash after the id': ({ link, id }) => link.replace(id, `${id}/`),
  'two slashes before the path': ({ link, letter }) => link.replace(`/${letter}/`, `//${letter}/`),
  'the letter of the path in capitals': ({ link, letter }) => link.replace(`/${letter}/`, `/${letter.toUpperCase()}/`),
  'a slash and a capital': ({ link, letter, id }) =>
    link.replace(`/${letter}/${id}`, `/${letter.toUpperCase()}/${id}/`),
  'its # escaped': ({ link }) => link.replace('#', '%23'),
  'its # escaped twice': ({ link }) => link.replace('#', '%2523'),
  'its # as an HTML entity': ({ link }) => link.replace('#', '&#35;'),
  'its # doubled and spaced': ({ link }) => link.replace('#', ' # # '),
  'fully escaped': ({ link }) => escaped(link),
  'full-width marks': ({ link }) => link.replace(/[:/#]/g, wide),
  'fully in full width': ({ link }) => wide(link),
  'an ideographic full stop': ({ link }) => link.replaceAll('.', '\u3002'),
  'backslashes for slashes': ({ link }) => link.replaceAll('/', '\\'),
  'slashes escaped as in JSON': ({ link }) => `"${link.replaceAll('/', '\\/')}"`,
  'straight quotes': ({ link }) => `"${link}"`,
  'single quotes': ({ link }) => `'${link}'`,
  'curly quotes': ({ link }) => `\u201C${link}\u201D`,
  'guillemets and spaces': ({ link }) => `\u00AB\u00A0${link}\u00A0\u00BB`,
  backquotes: ({ link }) => `\`${link}\``,
  'angle brackets': ({ link }) => `<${link}>`,
  'round brackets in a sentence': ({ link }) => `Here it is (${link}), until Friday.`,
  'square brackets': ({ link }) => `[${link}]`,
  'a full stop': ({ link }) => `${link}.`,
  'an ellipsis': ({ link }) => `${link}\u2026`,
  'a Markdown link': ({ link }) => `[the password](${link})`,
  'a Markdown link to itself': ({ link }) => `[${link}](${link})`,
  'a chat link with its label': ({ link }) => `<${link}|${link.slice(0, 20)}>`,
  'an HTML link': ({ link }) => `<a href="${link}" target="_blank">open</a>`,
  bold: ({ link }) => `**${link}**`,
  'words before it': ({ link }) => `Link: ${link}`,
  'words on separate lines': ({ link }) => `Hello,\n\n${link}\n\nBest regards\nAda`,
  'an empty first line': ({ link }) => `\n\n${link}\n`,
  'an empty first line with Windows line breaks': ({ link }) => `\r\n \r\n${link}\r\n`,
  'broken over two lines': ({ link }) => wrapped(link, '\n'),
  'broken over indented lines with Windows line breaks': ({ link }) => wrapped(link, '\r\n   '),
  'quoted in mail': ({ link }) => `> Hello,\n> ${link}\n> Ada`,
  'quoted in mail and broken': ({ link }) => `> ${wrapped(link, '\n> ')}`,
  'quoted twice and broken': ({ link }) => `>> ${wrapped(link, '\n>> ')}`,
  'quoted and broken in a single-line input': ({ link }) => `> ${wrapped(link, '> ')}`,
  'broken by quoted-printable': ({ link }) => wrapped(link, '=\r\n'),
  'its marks written as quoted-printable': ({ link }) => link.replace('://', '=3A//').replace('#', '=23'),
  'its key in blocks of ten': ({ link, key }) => link.replace(key, key.replace(/.{10}/g, '$&-')),
  'broken with a hyphen in the key': ({ link, key }) => link.replace(key, `${key.slice(0, 20)}-\n${key.slice(20)}`),
  'spaces inside': ({ link }) => wrapped(link, ' '),
  'soft hyphens inside': ({ link }) => wrapped(link, '\u00AD'),
  'zero-width characters inside': ({ link }) => wrapped(link, '\u200B\u200D\u2060\uFEFF'),
  'bidi marks around and inside': ({ link, key }) => `\u202B${link.replace(key, `\u200F\u2066${key}`)}\u202C`,
  'a byte order mark': ({ link }) => `\uFEFF${link}`,
  'a tracking query before the key': ({ link }) => link.replace('#', '?utm_source=mail&utm_medium=x#'),
  'a tracking parameter in the path': ({ link }) => link.replace('#', '&fbclid=IwAR0abc#'),
  'a tracking parameter after the key': ({ link }) => `${link}&fbclid=IwAR0abc`,
  'a slash and a query': ({ link }) => link.replace('#', '/?gclid=1#'),
  'the key on a separate line': ({ link, key }) => `${link.replace(`#${key}`, '')}\nKey: ${key}`,
  'the key after a word': ({ link, key }) => `${link.replace(`#${key}`, '')} Key: ${key}`,
  'the key before the link': ({ link, key }) => `Key: ${key}\nLink: ${link.replace(`#${key}`, '')}`,
  'the key after a word and #': ({ link, key }) => `${link.replace(`#${key}`, '')} key=#${key}`,
  'the key in quotes': ({ link, key }) => link.replace(key, `"${key}"`),
  'defanged by a filter': ({ link }) => link.replace('http', 'hxxp').replaceAll('.', '[.]'),
  'one slash after the scheme': ({ link }) => link.replace('://', ':/'),
  'wrapped by Outlook': ({ link }) =>
    `https://eur01.safelinks.protection.outlook.com/?url=${escaped(link)}&data=05%7C02%7Cada%40example.org&reserved=0`,
  'wrapped by Outlook, the key outside': ({ link, key }) =>
    `https://eur01.safelinks.protection.outlook.com/?url=${escaped(link.replace(`#${key}`, ''))}&data=05&reserved=0#${key}`,
  'wrapped by Slack': ({ link }) => `https://slack-redir.net/link?url=${escaped(link)}`,
  'wrapped by Facebook': ({ link }) => `https://l.facebook.com/l.php?u=${escaped(link)}&h=AT0abc`,
  'wrapped by Google': ({ link }) => `https://www.google.com/url?q=${escaped(link)}&sa=D&source=editors&ust=17`,
  'wrapped by Google and then by Outlook': ({ link }) =>
    `https://x.safelinks.protection.outlook.com/?url=${escaped(`https://www.google.com/url?q=${escaped(link)}&sa=D`)}`,
  'wrapped by Proofpoint, version 2': ({ link }) => {
    const form = link.replace(/[^0-9A-Za-z./]/g, (c) => `-${c.charCodeAt(0).toString(16).toUpperCase()}`);
    return `https://urldefense.proofpoint.com/v2/url?u=${form.replaceAll('/', '_')}&d=DwMFaQ&c=abc&e=`;
  },
  'wrapped by Proofpoint, version 3': ({ link }) =>
    `https://urldefense.com/v3/__${link.replace('#', '*')}__;Iw!!abc!def$`,
};

export const mangledLinks: readonly MangledLink[] = Object.entries(table).map(([how, mangle]) => ({ how, mangle }));

export function linkParts(link: string): PastedLink {
  const { origin, host, pathname, hash } = new URL(link);
  const [letter = '', id = ''] = pathname.split('/').slice(-2);
  return { link, origin, host, letter, id, key: hash.slice(1) };
}
