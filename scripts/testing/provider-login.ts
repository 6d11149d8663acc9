import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type Provider from 'oidc-provider';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The page where somebody signs in at a test's provider. */
export async function login(
  provider: Provider,
  accounts: ReadonlyMap<string, unknown>,
  { request, response }: Exchange,
): Promise<void> {
  const form = new URLSearchParams(request.method === 'POST' ? await text(request) : '');
  const account = form.get('account') ?? '';
  if (form.has('cancel')) {
    await provider.interactionFinished(request, response, { error: 'access_denied' });
  } else if (accounts.has(account)) {
    await provider.interactionFinished(request, response, { login: { accountId: account } });
  } else {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(loginPage(request.method === 'POST' ? '<p role="alert">No such account.</p>' : ''));
  }
}

const loginPage = (said: string): string => `<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>Example sign-in</title>
<h1>Example sign-in</h1>
${said}
<form method="post">
<label>Account <input name="account" autocomplete="off"></label>
<button>Sign in</button>
<button name="cancel" value="1">Cancel</button>
</form>
`;
