import type { Theme } from '#web/layout/theme.ts';

export const layout = {
  name: 'Sotto',
  wordmark: 'sotto',
  documentTitle: (page: string) => `${page.replace(/\.$/, '')} · Sotto`,
  home: 'Sotto: write a secret',
  skip: 'Skip to the content',
  navigation: 'Site',
  shares: 'My shares',
  theme: 'Colours',
  themes: { system: 'System', light: 'Light', dark: 'Dark' } satisfies Record<Theme, string>,
  howItWorks: 'How it works',
  security: 'Security',
  insecureTitle: 'This page did not come over a safe connection.',
  insecureReason:
    'It was loaded over plain http. Anyone between you and the server could have changed it, and could read along. So nothing can be sealed or opened here.',
  insecureNext:
    'Use the address that begins with https://. If there is none, ask whoever runs this site to set up a certificate.',
  insecureWarning:
    'This page came over plain http: anyone between you and the server could have changed it and could read along. Whoever runs this site allows that.',
};
