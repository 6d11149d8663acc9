import type { Theme } from '#web/app/layout/theme.ts';

export const layout = {
  documentTitle: (page: string, name: string) => `${page} · ${name}`,
  home: (name: string) => `${name}: write a secret`,
  skip: 'Skip to content',
  navigation: 'Site',
  write: 'New secret',
  ask: 'Ask for a secret',
  shares: 'My shares',
  theme: 'Colours',
  themes: { system: 'System', light: 'Light', dark: 'Dark' } satisfies Record<Theme, string>,
  howItWorks: 'How it works',
  security: 'Security',
};
