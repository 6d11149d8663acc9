export const notFound = {
  title: 'There is no such page.',
  reason: 'The address leads nowhere on this site.',
  next: 'If somebody sent you a link, copy it whole from the message: a link to a secret has “/s/” in it, and a “#” with fifty characters behind.',
  home: 'Write a secret',
} as const;
