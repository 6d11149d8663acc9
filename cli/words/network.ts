// Written by `npm run words` from words/en/terminal-network.json.
import type { Message } from '#client/words/message.ts';
import { terminalTable } from '#cli/language/words.ts';

export interface NetworkWords {
  readonly server: {
    readonly invalid: string;
    readonly withoutEncryption: Message<{ readonly host: string }>;
    readonly notThere: string;
    readonly otherAddress: Message<{ readonly address: string }>;
    readonly invalidAddress: string;
    readonly notGiven: string;
    readonly token: string;
  };
  readonly headers: {
    readonly unreadable: Message<{ readonly file: string; readonly why: string }>;
    readonly notText: Message<{ readonly why: string }>;
    readonly tooLong: Message<{ readonly file: string }>;
    readonly folder: Message<{ readonly file: string }>;
    readonly notPrivate: Message<{ readonly file: string }>;
    readonly empty: string;
    readonly tooManyBytes: Message<{ readonly bytes: string; readonly most: string }>;
    readonly none: string;
    readonly notOrigin: Message<{ readonly line: string }>;
    readonly http: Message<{ readonly line: string }>;
    readonly repeated: Message<{ readonly line: string; readonly name: string }>;
    readonly notAscii: Message<{ readonly line: string }>;
    readonly notHeader: Message<{ readonly line: string }>;
    readonly token: Message<{ readonly line: string }>;
    readonly notAllowed: Message<{ readonly line: string; readonly name: string }>;
    readonly noValue: Message<{ readonly line: string; readonly name: string }>;
  };
  readonly proxy: {
    readonly invalid: Message<{ readonly variable: string }>;
    readonly socks: Message<{ readonly variable: string }>;
    readonly otherKind: Message<{ readonly variable: string; readonly protocol: string }>;
    readonly moreThanAddress: Message<{ readonly variable: string }>;
    readonly unsupported: Message<{ readonly variable: string }>;
    readonly closed: Message<{ readonly proxy: string }>;
    readonly unreachable: Message<{ readonly proxy: string }>;
    readonly serverUnreachable: Message<{ readonly proxy: string }>;
    readonly untrusted: Message<{ readonly proxy: string }>;
    readonly needsPassword: Message<{ readonly proxy: string; readonly variable: string }>;
    readonly refused: Message<{ readonly proxy: string; readonly status: string }>;
  };
}

export const network = terminalTable('terminal-network', {
  server: {
    invalid: 'The server must be an address, such as https://secrets.example',
    withoutEncryption: [['host'], ' would be reached without encryption (http). Use https, or --insecure if you must.'],
    notThere: 'There is no Sotto server at this address. Check the path.',
    otherAddress: ['(The server calls itself ', ['address'], '. The link uses the address that you gave.)'],
    invalidAddress: '(The server calls itself by an invalid address. The link uses the address that you gave.)',
    notGiven: 'No server was given. Add --server https://secrets.example, or set SOTTO_SERVER.',
    token: 'The token must be one line of letters, digits and punctuation. Copy it again.',
  },
  headers: {
    unreadable: ['The file that SOTTO_HEADERS_FILE names cannot be read (', ['file'], '): ', ['why'], '.'],
    notText: ['The headers cannot be read: ', ['why']],
    tooLong: [['file'], ' is too long for a headers file.'],
    folder: [['file'], ' is a folder, but SOTTO_HEADERS_FILE must name a file.'],
    notPrivate: [
      'Other users of this machine can read or change ',
      ['file'],
      ', which signs in as you. Run: chmod 600 ',
      ['file'],
    ],
    empty: 'SOTTO_HEADERS_FILE names an empty file. Its first line must be an origin, such as https://your.service',
    tooManyBytes: [
      'The headers in the headers file have ',
      ['bytes'],
      ' bytes, which servers refuse. Use at most ',
      ['most'],
      '.',
    ],
    none: 'The file that SOTTO_HEADERS_FILE names has no headers. Add one per line, as Name: value',
    notOrigin: ['Line ', ['line'], ' of the headers file must contain only an origin, such as https://your.service'],
    http: [
      'Line ',
      ['line'],
      ' of the headers file names an http address on another machine, so others could read the headers. Use https.',
    ],
    repeated: ['Line ', ['line'], ' of the headers file repeats ', ['name'], '.'],
    notAscii: ['Line ', ['line'], ' of the headers file contains a character that is not printable ASCII.'],
    notHeader: ['Line ', ['line'], ' of the headers file is not a header. Write Name: value.'],
    token: ['Line ', ['line'], ' of the headers file is a token. Put it in SOTTO_TOKEN_FILE.'],
    notAllowed: ['Line ', ['line'], ' of the headers file names ', ['name'], ', which is not allowed here.'],
    noValue: ['Line ', ['line'], ' of the headers file has no value for ', ['name'], '.'],
  },
  proxy: {
    invalid: [['variable'], ' must be the address of a proxy, such as http://proxy.example:3128'],
    socks: [['variable'], ' names a SOCKS proxy. Only http:// and https:// proxies are supported.'],
    otherKind: [['variable'], ' names a ', ['protocol'], ' proxy. Only http:// and https:// proxies are supported.'],
    moreThanAddress: [
      ['variable'],
      ' contains more than the address of a proxy, or a character in its user or password must be encoded: # is %23, / is %2F, ? is %3F, % is %25.',
    ],
    unsupported: [
      ['variable'],
      ' names a proxy, but this version of Node does not support one. Use Node 24.14 or newer.',
    ],
    closed: [
      'The proxy ',
      ['proxy'],
      ' closed the connection, or is not a proxy. Check its address, or add this server to NO_PROXY.',
    ],
    unreachable: ['The proxy ', ['proxy'], ' cannot be reached. Check its address, or add this server to NO_PROXY.'],
    serverUnreachable: [
      'The server cannot be reached through the proxy ',
      ['proxy'],
      '. Check both addresses, or add this server to NO_PROXY.',
    ],
    untrusted: [
      'This machine does not trust the certificate of the proxy ',
      ['proxy'],
      ', or that of the server. If it is your own, pass its certificate authority: NODE_EXTRA_CA_CERTS=FILE',
    ],
    needsPassword: [
      'The proxy ',
      ['proxy'],
      ' requires a user and a password (407). Add them to ',
      ['variable'],
      ': http://user:password@proxy.example:3128',
    ],
    refused: [
      'The proxy ',
      ['proxy'],
      ' refuses to connect to this server (',
      ['status'],
      '). Ask its operator, or add this server to NO_PROXY.',
    ],
  },
}) as NetworkWords;
