export const security = {
  title: 'Security.',
  lede: 'What Sotto cannot see, who can do what, and what it does not protect you from.',
} as const;
