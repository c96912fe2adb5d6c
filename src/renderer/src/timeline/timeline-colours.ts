/** Theme roles as canvas colours. */
export interface TimelineColours {
  background: string;
  raised: string;
  selected: string;
  line: string;
  text: string;
  dim: string;
  faint: string;
  accent: string;
  warn: string;
  ok: string;
}

let cached: { theme: string | undefined; colours: TimelineColours } | undefined;

/** The colours of the theme that is on; asked at every drawing, read again only when the theme changes. */
export function timelineColours(): TimelineColours {
  const { theme } = document.documentElement.dataset;
  if (cached && cached.theme === theme) return cached.colours;
  const style = getComputedStyle(document.documentElement);
  const role = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const colours: TimelineColours = {
    background: role('surface-0'),
    raised: role('surface-1'),
    selected: role('surface-3'),
    line: role('line'),
    text: role('text'),
    dim: role('text-dim'),
    faint: role('text-faint'),
    accent: role('accent'),
    warn: role('warn'),
    ok: role('ok'),
  };
  cached = { theme, colours };
  return colours;
}
