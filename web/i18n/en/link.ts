export const link = {
  copied: 'Copied',
  copyFailed: 'Press Ctrl + C',
  /** Where nothing is selected: the link itself is beside the button. */
  copyAddress: 'This browser refused. Right-click the link, or hold it, and copy its address.',
  copyOf: (what: string) => `Copy: ${what}`,
  qr: 'QR code',
  qrHide: 'Hide QR code',
  share: 'Share…',
};
