import type * as v from 'valibot';
import { AppError } from '#server/errors.ts';
import type { ErrorCode } from '#server/errors.ts';
import type { RateClass } from '#server/config/config.ts';
import { endpoint } from '#server/http/endpoint.ts';
import type { Endpoint, SessionContext } from '#server/http/endpoint.ts';
import { formMessage, jsonMessage } from '#server/http/message.ts';
import type { Headers } from '#server/http/security-headers.ts';
import { clearCookie, setCookie } from '#server/http/session-credentials.ts';
import { SIGN_IN_SECONDS } from '#server/records/sign-in.ts';
import { beginSignIn } from './begin-sign-in.ts';
import { findCurrent, shownSession } from './current-session.ts';
import { endByProvider } from './end-by-provider.ts';
import { finishSignIn } from './finish-sign-in.ts';
import { issuePass } from './issue-pass.ts';
import { signOut } from './sign-out.ts';
import { startTerminal } from './start-terminal.ts';
import * as wire from './wire.ts';

const MAX_BODY_BYTES = 16_384;

interface Done<Output> {
  readonly reply: Output;
  /** With `set-cookie`. */
  readonly headers?: Headers;
}

interface SessionEndpoint<Input extends v.GenericSchema, Output extends v.GenericSchema> {
  readonly verb: string;
  readonly rateClass?: RateClass;
  readonly summary: string;
  readonly input: Input;
  readonly output: Output;
  readonly errors?: readonly ErrorCode[];
  /** Terminals may not call it. */
  readonly onlyBrowsers?: true;
  readonly act: (context: SessionContext<v.InferOutput<Input>>) => Promise<Done<v.InferOutput<Output>>>;
}

/** `POST /api/session/<verb>`. */
const sessionEndpoint = <Input extends v.GenericSchema, Output extends v.GenericSchema>({
  verb,
  rateClass = 'other',
  summary,
  input,
  output,
  errors = [],
  onlyBrowsers,
  act,
}: SessionEndpoint<Input, Output>): Endpoint =>
  endpoint({
    method: 'POST',
    path: `/api/session/${verb}`,
    access: 'session',
    rateClass,
    message: jsonMessage(input, MAX_BODY_BYTES),
    act: async (context) => {
      if (onlyBrowsers && context.credentials.from !== 'browser') throw new AppError('malformed');
      const { reply, headers } = await act(context);
      const plain = context.replies.json(reply);
      return headers === undefined ? plain : { ...plain, headers: { ...plain.headers, ...headers } };
    },
    docs: { summary, success: { 200: 'Done.' }, reply: { json: output }, errors },
  });

const begin = sessionEndpoint({
  verb: 'begin',
  rateClass: 'open',
  summary: 'Begin to sign in: the address at the provider, for ten minutes and this browser.',
  input: wire.BeginBody,
  output: wire.BeginReply,
  errors: ['provider-down'],
  onlyBrowsers: true,
  async act({ deps, credentials }) {
    const { state, url, browser } = await beginSignIn(deps, credentials.signIn);
    const headers = setCookie(deps.config, { name: 'signin', secret: browser, seconds: SIGN_IN_SECONDS });
    return { reply: { state, url }, headers };
  },
});

const finish = sessionEndpoint({
  verb: 'finish',
  rateClass: 'open',
  summary: 'Finish signing in with what the provider returned: a new session, in a cookie.',
  input: wire.FinishBody,
  output: wire.FinishReply,
  errors: ['sign-in-refused', 'provider-down'],
  onlyBrowsers: true,
  async act({ deps, credentials, input }) {
    const cookies = { browser: credentials.signIn, before: credentials.session };
    const { session, secret, seconds } = await finishSignIn(deps, { ...input, ...cookies });
    return { reply: { session }, headers: setCookie(deps.config, { name: 'session', secret, seconds }) };
  },
});

const read = sessionEndpoint({
  verb: 'read',
  summary: 'Who has signed in, if anybody.',
  input: wire.ReadBody,
  output: wire.ReadReply,
  async act({ deps, credentials }) {
    const current = await findCurrent(deps, credentials);
    return { reply: { session: current === undefined ? null : shownSession(current.member, current.expiresAt) } };
  },
});

const pass = sessionEndpoint({
  verb: 'pass',
  summary: 'A pass for one share or request and one purpose, for five minutes.',
  input: wire.PassBody,
  output: wire.PassReply,
  errors: ['pass-required'],
  act: async ({ deps, credentials, input }) => ({ reply: await issuePass(deps, credentials, input) }),
});

const terminal = sessionEndpoint({
  verb: 'terminal',
  summary: 'Another session of this member, for a terminal, that ends with this one’s twelve hours.',
  input: wire.TerminalBody,
  output: wire.TerminalReply,
  errors: ['pass-required'],
  onlyBrowsers: true,
  act: async ({ deps, credentials }) => ({ reply: await startTerminal(deps, credentials) }),
});

const end = sessionEndpoint({
  verb: 'end',
  summary: 'Sign out: end the session that the cookie or the token names. Can be repeated.',
  input: wire.EndBody,
  output: wire.EndReply,
  async act({ deps, credentials: { from, session } }) {
    await signOut(deps, session);
    return { reply: {}, ...(from === 'browser' && { headers: clearCookie(deps.config, 'session') }) };
  },
});

const endedByProvider = endpoint({
  method: 'POST',
  path: '/api/session/ended-by-provider',
  access: 'anyone',
  rateClass: 'other',
  message: formMessage(wire.LogoutForm, MAX_BODY_BYTES),
  act: async ({ deps, input, replies }) => {
    await endByProvider(deps, input.logout_token);
    return replies.json({});
  },
  docs: {
    summary: 'For the provider: end the sessions that a logout token names (OpenID Connect Back-Channel Logout 1.0).',
    success: { 200: 'Ended, or there was none.' },
    reply: {},
    errors: ['provider-down'],
  },
});

/** Only where people can sign in. */
export const sessionEndpoints: readonly Endpoint[] = [begin, finish, read, pass, terminal, end, endedByProvider];
