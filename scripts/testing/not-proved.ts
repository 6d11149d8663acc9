/** Says, where everybody sees it, that this machine cannot show something. */
export async function notProved(annotate: (message: string, type: string) => unknown, what: string): Promise<void> {
  await annotate(`NOT PROVED: ${what}`, 'warning');
  process.stderr.write(`\nNOT PROVED here, ${what}\n`);
}
