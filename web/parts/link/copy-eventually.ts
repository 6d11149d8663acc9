/**
 * Copies a text that is still being made. Browsers allow copying only during a press, but accept a promise then, which
 * may settle later. @returns whether the text reached the clipboard
 */
export async function copyEventually(text: Promise<string | undefined>): Promise<boolean> {
  const needed = text.then((made) => {
    if (made === undefined) throw new Error('There is no text to copy.');
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
