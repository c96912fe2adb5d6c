import { screens } from '../app/places.ts';
import { ActivityTab } from './activity-tab.tsx';
import { AttributesTab } from './attributes-tab.tsx';
import { ExpressionsTab } from './expressions-tab.tsx';
import { HistoryTab } from './history-tab.tsx';
import { PeopleTab } from './people-tab.tsx';
import { ProjectTab } from './project-tab.tsx';
import { TabbedScreen, type ScreenTab } from './tabbed-screen.tsx';

const tabs: readonly ScreenTab[] = [
  { id: 'expressions', title: 'Expressions', render: () => <ExpressionsTab /> },
  { id: 'attributes', title: 'Attributes', render: () => <AttributesTab /> },
  { id: 'people', title: 'People', render: () => <PeopleTab /> },
  { id: 'project', title: 'Project and work grid', render: () => <ProjectTab /> },
  { id: 'activity', title: 'Time spent', render: () => <ActivityTab /> },
  { id: 'history', title: 'History', render: () => <HistoryTab /> },
];

/** What the project is about: its words, its people, its rules and what was done. */
export function DataScreen({ tab }: { tab: string }) {
  return <TabbedScreen title="Data" address={screens.data} tabs={tabs} currentId={tab} />;
}
