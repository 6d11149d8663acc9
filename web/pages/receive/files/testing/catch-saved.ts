export interface Caught {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Intercepts the downloads of a page. @returns the saved files, and a function that stops intercepting */
export function catchSaved(): { readonly saved: () => Promise<Caught[]>; readonly stop: () => void } {
  const caught: Promise<Caught>[] = [];
  const take = async ({ href, download }: HTMLAnchorElement): Promise<Caught> => {
    const blob = await (await fetch(href)).blob();
    return { name: download, type: blob.type, bytes: new Uint8Array(await blob.arrayBuffer()) };
  };
  Object.defineProperty(HTMLAnchorElement.prototype, 'click', {
    configurable: true,
    value(this: HTMLAnchorElement) {
      caught.push(take(this));
    },
  });
  return {
    saved: () => Promise.all(caught),
    stop: () => Reflect.deleteProperty(HTMLAnchorElement.prototype, 'click'),
  };
}
