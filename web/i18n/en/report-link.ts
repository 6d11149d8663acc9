export const reportLink = { label: 'Report this secret', newTab: '(in a new tab)' };
