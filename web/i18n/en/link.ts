export const link = {
  copied: 'Copied',
  copyFailed: 'Press Ctrl + C',
  copyOf: (what: string) => `Copy: ${what}`,
  qr: 'QR code',
  qrHide: 'Hide QR code',
  qrUnloaded:
    'The part of this page that draws the code did not arrive. Check your connection and try again, or copy the link.',
  qrRetry: 'Try again',
  share: 'Share…',
};
