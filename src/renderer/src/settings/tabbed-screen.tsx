import type { ReactNode } from 'react';
import { Link } from 'wouter';
import './settings.css';

export interface ScreenTab {
  id: string;
  title: string;
  render: () => ReactNode;
}

interface TabbedScreenProps {
  title: string;
  /** Address of the screen; tabs lie below it. */
  address: string;
  tabs: readonly ScreenTab[];
  currentId: string;
}

/** A screen with tabs at its side, each with an address of its own. */
export function TabbedScreen({ title, address, tabs, currentId }: TabbedScreenProps) {
  const current = tabs.find((tab) => tab.id === currentId) ?? tabs[0];
  return (
    <main className="screen tabbed" aria-label={title}>
      <nav className="side-tabs" aria-label={title}>
        <h1>{title}</h1>
        {tabs.map((tab) => (
          <Link key={tab.id} to={`${address}/${tab.id}`} aria-current={tab === current ? 'page' : undefined}>
            {tab.title}
          </Link>
        ))}
      </nav>
      <section className="tab-body" aria-label={current?.title}>
        {current?.render()}
      </section>
    </main>
  );
}
