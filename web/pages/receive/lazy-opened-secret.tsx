import type { Component } from 'solid-js';
import type { OpenedSecretProps } from './opened-secret.tsx';

/** A separate function, like `importPanel` in opened-files.tsx. */
const importOpened = () => import('./opened-secret.tsx');

let Opened: Component<OpenedSecretProps> | undefined;

/** Loads the view of the opened secret, while the person reads what is waiting. Can be repeated after a failure. */
export async function loadOpenedSecret(): Promise<void> {
  Opened ??= (await importOpened()).OpenedSecret;
}

/** Only after `loadOpenedSecret`: no view is spent before the page can show what it gets. */
export function LazyOpenedSecret(props: OpenedSecretProps) {
  return Opened?.(props);
}
