/** Runs before the first paint as a classic script, so it imports nothing and leaves no globals. */
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
  } catch {
    // The browser refuses storage: the system's scheme applies.
  }
  const reportFailure = (event: Event) => {
    if (event.target instanceof HTMLScriptElement || event.target instanceof HTMLLinkElement)
      root.dataset['start'] = 'failed';
  };
  addEventListener('error', reportFailure, true);
})();
