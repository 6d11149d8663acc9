/**
 * Copies a text that is still being made. Browsers allow copying only during a press, but accept a promise then, which
 * may settle later. If the person has turned to another window by then, nothing is copied: they may be using the
 * clipboard there. @returns whether the text reached the clipboard
 */
export async function copyEventually(text: Promise<string | undefined>): Promise<boolean> {
  const needed = text.then((made) => {
    if (made === undefined || !document.hasFocus())
      throw new Error('There is no text to copy, or nobody waits for it.');
    return made;
  });
  try {
    const blob = needed.then((made) => new Blob([made], { type: 'text/plain' }));
    // A browser that refuses immediately never awaits the promise.
    blob.catch(() => undefined);
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
    return true;
  } catch {
    return copyNow(needed);
  }
}

async function copyNow(text: Promise<string>): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(await text);
    return true;
  } catch {
    return false;
  }
}
