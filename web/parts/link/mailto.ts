export interface Mail {
  readonly subject: string;
  /** Lines end with `\n`. */
  readonly body: string;
}

/** A link that opens the person's mail program with this mail, addressed to nobody (RFC 6068). */
export function mailtoOf({ subject, body }: Mail): string {
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`;
}
