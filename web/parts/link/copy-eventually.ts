/**
 * Copies what is only being made, from the very press that asked for it: a browser that forgets the press meanwhile
 * takes a promise instead. @returns whether it is on the clipboard
 */
export async function copyEventually(text: Promise<string | undefined>): Promise<boolean> {
  const needed = text.then((made) => {
    if (made === undefined) throw new Error('There is nothing to copy.');
    return made;
  });
  try {
    const blob = needed.then((made) => new Blob([made], { type: 'text/plain' }));
    // A browser that refuses at once leaves it behind.
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
