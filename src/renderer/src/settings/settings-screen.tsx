import { screens } from '../app/places.ts';
import { AppearanceTab } from './appearance-tab.tsx';
import { ShortcutsTab } from './shortcuts-tab.tsx';
import { TabbedScreen, type ScreenTab } from './tabbed-screen.tsx';

const tabs: readonly ScreenTab[] = [
  { id: 'shortcuts', title: 'Shortcuts', render: () => <ShortcutsTab /> },
  { id: 'appearance', title: 'Appearance', render: () => <AppearanceTab /> },
];

/** What this person likes, whatever the project. */
export function SettingsScreen({ tab }: { tab: string }) {
  return <TabbedScreen title="Settings" address={screens.settings} tabs={tabs} currentId={tab} />;
}
