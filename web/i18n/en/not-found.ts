const whole =
  'copy it whole from the message: a link to a secret has “/s/” in it, and a “#” with fifty characters behind.';

export const notFound = {
  title: 'There is no such page.',
  reason: 'The address leads nowhere on this site.',
  next: `If somebody sent you a link, ${whole}`,
  home: 'Write a secret',
  damaged: {
    title: 'This link is damaged.',
    reason: 'The address begins like a link to a secret, but a part of it is missing or changed.',
    next: `To open it, ${whole}`,
  },
  sent: {
    title: 'This link was damaged, and its key was sent.',
    reason:
      'Something on the way changed the “#” in this link. So your browser sent the key to the server as a part of the address. This service does not record addresses, but a proxy in front of it may.',
    next: 'You can still open it. If those who run this service must not be able to read the secret, tell the sender to delete it and to send a new link.',
    nextWithoutKey:
      'The key is damaged as well. Copy the link again from the message, or go on and paste the key there. If those who run this service must not be able to read the secret, tell the sender to delete it and to send a new link.',
    open: 'Go on with this link',
    giveKey: 'Go on and paste the key',
  },
} as const;
