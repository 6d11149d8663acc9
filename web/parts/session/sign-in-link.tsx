import { session as words } from '#words/session.ts';
import { basePath } from '#web/app/layout/environment.ts';

export interface SignInLinkProps {
  readonly class?: string | undefined;
  readonly ref?: (element: HTMLAnchorElement) => void;
}

/** Another tab, so that this page keeps what is typed, and its key stays in its own address. */
export function SignInLink(props: SignInLinkProps) {
  return (
    <a
      ref={(element) => props.ref?.(element)}
      class={props.class}
      href={`${basePath()}sign-in#from-page`}
      target="_blank"
      rel="noopener noreferrer"
    >
      {words.signIn}
      <span class="visually-hidden"> {words.newTab}</span>
    </a>
  );
}
