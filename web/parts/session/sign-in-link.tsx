import { session as words } from '#words/session.ts';
import { basePath } from '#web/app/layout/environment.ts';
import button from '#web/ui/button.module.css';

export interface SignInLinkProps {
  readonly class?: string | undefined;
  readonly looksLikeButton?: boolean;
  /** The id of the sentence that says why. */
  readonly describedBy?: string;
  readonly ref?: (element: HTMLAnchorElement) => void;
}

/** Another tab, so that this page keeps what is typed, and its key stays in its own address. */
export function SignInLink(props: SignInLinkProps) {
  const asButton = `${button['button'] ?? ''} ${button['link'] ?? ''}`;
  return (
    <a
      ref={(element) => props.ref?.(element)}
      class={props.looksLikeButton ? asButton : props.class}
      data-variant={props.looksLikeButton ? 'primary' : undefined}
      href={`${basePath()}sign-in#from-page`}
      aria-describedby={props.describedBy}
      target="_blank"
      rel="noopener noreferrer"
    >
      {words.signIn}
      <span class="visually-hidden"> {words.newTab}</span>
    </a>
  );
}
