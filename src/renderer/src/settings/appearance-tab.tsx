import { themeOf, type Theme } from '../app/theme.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';

const themes: Record<Theme, string> = {
  dark: 'Dark: the video is the brightest thing',
  light: 'Light',
  system: 'As the system',
};

/** Dark, light, or whatever the system is. */
export function AppearanceTab() {
  const studio = useStudio();
  const theme = useStudioState((state) => themeOf(state.settings));
  const isFirstMinuteOver = useStudioState((state) => state.settings['isFirstMinuteOver'] === true);
  return (
    <>
      <div className="tab-head">
        <h2>Appearance</h2>
      </div>
      <fieldset className="choices">
        <legend>Theme</legend>
        {Object.entries(themes).map(([value, words]) => (
          <label key={value} className="choice">
            <input
              type="radio"
              name="theme"
              checked={theme === value}
              onChange={() => studio.saveSetting('theme', value)}
            />
            {words}
          </label>
        ))}
      </fieldset>
      <fieldset className="choices">
        <legend>First steps</legend>
        <label className="choice">
          <input
            type="checkbox"
            checked={!isFirstMinuteOver}
            onChange={(event) => studio.saveSetting('isFirstMinuteOver', !event.target.checked)}
          />
          Show first steps over the sample project’s canvas
        </label>
      </fieldset>
    </>
  );
}
