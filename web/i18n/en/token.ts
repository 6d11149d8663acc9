import type { TokenFault } from '#web/parts/token/create-token.ts';

export const token = {
  label: 'Your token',
  hint: 'Only holders of a token create here; the operator of this service gives them out. Opening and answering need none.',
  show: 'Show',
  hide: 'Hide',
  keep: 'Keep it in this browser',
  keepHint: 'Otherwise it is forgotten when this tab is closed.',
  fault: {
    missing: 'Enter your token first. What you wrote stays here.',
    malformed: 'No token looks like this: it holds a space or an odd sign, or is too long. Copy it anew.',
    refused:
      'The server does not take this token: it is mistyped, has expired or was revoked. Mend it, or ask the operator for another one. What you wrote is still here.',
  } satisfies Record<TokenFault, string>,
  kept: 'Your token goes along. It is kept in this browser.',
  held: 'Your token goes along, until this tab is closed.',
  forget: 'Forget the token',
  forgotten: 'The token is forgotten.',
};
