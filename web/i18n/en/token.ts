import type { TokenFault } from '#web/parts/token/create-token-holder.ts';

export const token = {
  label: 'Your token',
  hint: 'You need a token to create something here; the operator of this service gives them out. You don’t need one to open or answer.',
  show: 'Show',
  hide: 'Hide',
  keep: 'Keep it in this browser',
  keepHint: 'Otherwise it is forgotten when you close this tab.',
  fault: {
    missing: 'Enter your token first. Your text stays here.',
    malformed: 'This is not a token: it contains a space or an unexpected character, or it is too long. Copy it again.',
    refused:
      'The server does not accept this token: it is mistyped, has expired or was revoked. Correct it, or ask the operator for a new one. Your text is still here.',
  } satisfies Record<TokenFault, string>,
  kept: 'Your token is used here. It is kept in this browser.',
  held: 'Your token is used here until you close this tab.',
  forget: 'Forget the token',
  forgotten: 'Token forgotten.',
};
