import { serviceFailure } from '#words/service-failure.ts';
import { signIn as words } from '#words/sign-in.ts';
import type { SignInError } from './state.ts';

/** The headline, what happened, and what to do next. */
export const errorWords = (error: SignInError): { title: string; text: string; next: string } =>
  error.kind === 'service'
    ? { ...words.failed.service, text: serviceFailure[error.failure.kind] }
    : words.failed[error.kind];
