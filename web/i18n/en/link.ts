export const link = {
  copyLink: 'Copy link',
  linkCopied: 'Link copied.',
  linkNotCopied: 'The link is not copied yet. Press “Copy link”.',
  copied: 'Copied',
  copyFailed: (key: string) => `Press ${key} + C`,
  /** Where the page can't select the text for copying. */
  copyAddress: 'This browser blocked copying. Right-click the link, or press and hold it, and copy its address.',
  copyOf: (what: string) => `Copy: ${what}`,
  qr: 'QR code',
  qrHide: 'Hide QR code',
  qrUnloaded: 'The QR code could not be loaded. Check your connection and try again, or copy the link.',
  qrRetry: 'Try again',
  share: 'Share…',
};
