export interface Mail {
  readonly subject: string;
  /** Lines end with `\n`. */
  readonly body: string;
}

/** A link that opens the person's mail program with this mail (RFC 6068). @param to addresses; by default nobody */
export function mailtoOf({ subject, body }: Mail, to: readonly string[] = []): string {
  return `mailto:${to.map(encodeURIComponent).toString()}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`;
}
