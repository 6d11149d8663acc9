import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import { copyEventually } from './copy-eventually.ts';

export interface LinkCopy {
  /** Undefined until there is a link and the browser has replied. */
  readonly copied: Accessor<boolean | undefined>;
  /** Call it during a press, with the link that the press makes; undefined: none was made. */
  readonly copy: (link: Promise<string | undefined>) => Promise<void>;
  /** Like `copy`, for a link that takes so long that a copy would surprise: leaves the clipboard alone. */
  readonly leave: (link: Promise<string | undefined>) => Promise<void>;
  /** The person copied the link with its button. */
  readonly setCopied: () => void;
  readonly clear: () => void;
}

/** Puts a link on the clipboard with the press that makes it, and remembers whether it got there. */
export function createLinkCopy(onCopied?: () => void): LinkCopy {
  const [copied, setCopied] = createSignal<boolean | undefined>();
  const settle = async (link: Promise<string | undefined>, copying: boolean | Promise<boolean>) => {
    const isCopied = await copying;
    if ((await link) === undefined) return;
    setCopied(isCopied);
    if (isCopied) onCopied?.();
  };
  return {
    copied,
    copy: (link) => settle(link, copyEventually(link)),
    leave: (link) => settle(link, false),
    setCopied: () => {
      setCopied(true);
      onCopied?.();
    },
    clear: () => setCopied(undefined),
  };
}
