/** For a page over plain http; loaded with it alone. */
export const insecure = {
  title: 'This page did not come over a safe connection.',
  reason:
    'It was loaded over plain http. Anyone between you and the server could have changed it, and could read along. So nothing can be sealed or opened here.',
  next: 'Use the address that begins with https://. If there is none, ask whoever runs this site to set up a certificate.',
  warning:
    'This page came over plain http: anyone between you and the server could have changed it and could read along. Whoever runs this site allows that.',
};
