import type { ChosenWords, WordsBlock } from '#web/i18n/words.ts';

/**
 * Runs before the first paint as a classic script, so it imports nothing and leaves no globals. The build writes it in
 * the syntax of 2015, so that browsers that cannot read the pages' scripts can run it.
 */
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
  } catch {
    // The browser refuses storage: the system's scheme applies.
  }

  // With Trusted Types, which would report this address, workers can be modules. Firefox runs modules since 114.
  let hasModuleWorkers = 'trustedTypes' in window && 'Worker' in window;
  const options = {
    get type(): WorkerType {
      hasModuleWorkers = true;
      return 'module';
    },
  };
  try {
    if (!('trustedTypes' in window)) new Worker('http://', options);
  } catch {
    // Always, because the address is invalid. It matters only whether the option was read.
  }
  // Every browser with these features has everything else that the pages need. Without https there is no `subtle`, and
  // no need for it.
  const isSupported =
    hasModuleWorkers &&
    'findLast' in Array.prototype &&
    'throwIfAborted' in AbortSignal.prototype &&
    (!isSecureContext || 'subtle' in crypto);

  const reportFailure = ({ target }: Event) => {
    // A script with an error in it is reported on the window.
    if (target === window || target instanceof HTMLScriptElement || target instanceof HTMLLinkElement)
      root.dataset['start'] = 'failed';
  };
  if (isSupported) addEventListener('error', reportFailure, true);
  // Then `mount` starts nothing.
  else root.dataset['start'] = 'unsupported';
})();

/** Fetches the words in the language that the reader chose earlier. `mount` waits for them. */
(() => {
  const root = document.documentElement;
  /** Less than the time after which start.css says that the page did not start. */
  const WORDS_TIMEOUT_MS = 5000;
  const takeChosenLanguage = () => {
    const block: ChosenWords | null = document.getElementById('words');
    const chosen = localStorage.getItem('language');
    if (block === null || chosen === null || chosen === root.lang) return;
    const { lang, dir, folder, page, languages, tables: own } = JSON.parse(block.textContent) as WordsBlock;
    // Anything can be stored there.
    const language = languages.find(({ tag }) => tag === chosen);
    if (language === undefined) return;
    const speak = (now: Pick<WordsBlock, 'lang' | 'dir'>) => {
      root.lang = now.lang;
      root.dir = now.dir;
    };
    speak({ lang: language.tag, dir: language.dir });
    root.dataset['words'] = 'arriving';
    block.chosen = fetch(`${folder}${language.tag}/${page}.json`, { signal: AbortSignal.timeout(WORDS_TIMEOUT_MS) })
      .then((reply) => (reply.ok ? reply.json() : Promise.reject(new Error(String(reply.status)))))
      .then((tables: WordsBlock['tables']) => {
        // A proxy in front of the service can reply with JSON of its own. The page could not show it.
        if (Object.keys(own).some((name) => !tables[name])) throw new Error();
        return { lang: language.tag, dir: language.dir, tables };
      })
      .catch(() => {
        delete root.dataset['words'];
        speak({ lang, dir });
        return undefined;
      });
  };

  if (root.dataset['start'] === 'unsupported') return;
  try {
    takeChosenLanguage();
  } catch {
    // The browser refuses storage: the page's own language applies.
  }
})();
