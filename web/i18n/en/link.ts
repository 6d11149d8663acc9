export const link = {
  copied: 'Copied',
  copyFailed: 'Press Ctrl + C',
  copyOf: (what: string) => `Copy: ${what}`,
  qr: 'QR code',
  qrHide: 'Hide QR code',
  share: 'Share…',
};
