export type Theme = 'dark' | 'light' | 'system';

/** What settings say of the theme; dark where they say nothing known. */
export function themeOf(settings: Readonly<Record<string, unknown>>): Theme {
  const { theme } = settings;
  return theme === 'light' || theme === 'system' ? theme : 'dark';
}

/** Puts a theme on the page, following the system's where asked to. Returns how to stop following. */
export function applyTheme(theme: Theme): () => void {
  const light = window.matchMedia('(prefers-color-scheme: light)');
  const apply = (): void => {
    const isLight = theme === 'light' || (theme === 'system' && light.matches);
    document.documentElement.dataset['theme'] = isLight ? 'light' : 'dark';
  };
  apply();
  light.addEventListener('change', apply);
  return () => light.removeEventListener('change', apply);
}
