import type { LinkType } from '#crypto/link.ts';

/** The fault of a key. The page finds it without a request. */
export type KeyFault =
  | { readonly kind: 'missing' | 'cut' | 'wrong' }
  /** The id in the path is damaged, so no key fits. */
  | { readonly kind: 'address' }
  /** A link to another service. Nothing is sent there. */
  | { readonly kind: 'foreign'; readonly origin: string }
  /** A valid link, but to another page of this service. */
  | { readonly kind: 'other'; readonly href: string };

export interface SoundLink {
  readonly id: string;
  readonly type: LinkType;
  readonly key: Uint8Array;
  /** The text after `#`. */
  readonly fragment: string;
}
