export const link = {
  copied: 'Copied',
  copyFailed: 'Press Ctrl + C',
  /** Where nothing is selected: the link itself is beside the button. */
  copyAddress: 'This browser refused. Right-click the link, or hold it, and copy its address.',
  copyOf: (what: string) => `Copy: ${what}`,
  qr: 'QR code',
  qrHide: 'Hide QR code',
  qrUnloaded:
    'The part of this page that draws the code did not arrive. Check your connection and try again, or copy the link.',
  qrRetry: 'Try again',
  share: 'Share…',
};
