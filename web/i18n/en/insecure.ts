/** Words for pages loaded over plain http. Only those pages load them. */
export const insecure = {
  title: 'This connection is not secure',
  reason:
    'The page was loaded over plain http. Anyone between you and the server could have changed it and could read along, so nothing can be sealed or opened here.',
  next: 'Use the address that starts with https://. If that does not work, ask the people who run this site to set up a certificate.',
  warning:
    'This page was loaded over plain http: anyone between you and the server could have changed it and could read along. The people who run this site allow that.',
};
