/** Runs before the first paint, as a classic script: it imports nothing and leaves nothing global. */
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
  } catch {
    // Storage is refused: the system's scheme it is.
  }
  const reportFailure = (event: Event) => {
    if (event.target instanceof HTMLScriptElement || event.target instanceof HTMLLinkElement)
      root.dataset['start'] = 'failed';
  };
  addEventListener('error', reportFailure, true);
})();
