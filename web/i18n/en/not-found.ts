const ending = 'and a “#” followed by about fifty characters.';

export const notFound = {
  title: 'Page not found',
  reason: 'This address does not lead anywhere on this site.',
  next: `If someone sent you a link, copy the whole link from the message. A link to a secret contains “/s/” ${ending}`,
  home: 'Write a secret',
  damaged: {
    title: 'This link is damaged',
    reason: {
      share: 'This address starts like a link to a secret, but part of it is missing or changed.',
      request: 'This address starts like a link to a request, but part of it is missing or changed.',
      manage: 'This address starts like a manage link, but part of it is missing or changed.',
    },
    next: {
      share: `To open it, copy the whole link from the message. It contains “/s/” ${ending}`,
      request: `To open it, copy the whole link from the message. It contains “/r/” ${ending}`,
      manage: `To open it, copy the whole link from where you keep it, or use My shares. It contains “/m/” ${ending}`,
    },
  },
  sent: {
    title: 'This link was damaged, and its key was sent to the server',
    reason:
      'Something changed the “#” in this link on its way to you, so your browser sent the key to the server as part of the address. This service does not record addresses, but a proxy in front of it may.',
    next: 'You can still open it. If the people who run this service must not be able to read the secret, ask the sender to delete it and to send a new link.',
    nextWithoutKey:
      'The key is damaged as well. Copy the link from the message again, or continue and paste the key there. If the people who run this service must not be able to read the secret, ask the sender to delete it and to send a new link.',
    open: 'Continue with this link',
    giveKey: 'Continue and paste the key',
  },
} as const;
