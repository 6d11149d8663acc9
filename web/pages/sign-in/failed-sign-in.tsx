import type { JSX } from 'solid-js';
import { serviceFailure } from '#words/service-failure.ts';
import { signIn as words } from '#words/sign-in.ts';
import { SupportLine } from '#web/app/layout/own-links.tsx';
import { Statement } from '#web/parts/statement/statement.tsx';
import type { SignInError } from './state.ts';

export interface FailedSignInProps {
  readonly error: SignInError;
  /** What the person can do next. */
  readonly action: JSX.Element;
}

/** What happened, and what to do next. */
export function FailedSignIn(props: FailedSignInProps) {
  const said = () => errorWords(props.error);
  return (
    <Statement title={said().title} text={said().text} next={said().next} actions={[props.action, <SupportLine />]} />
  );
}

const errorWords = (error: SignInError): { title: string; text: string; next: string } =>
  error.kind === 'service'
    ? { ...words.failed.service, text: serviceFailure[error.failure.kind] }
    : words.failed[error.kind];
