import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { connect } from './app/connect.ts';
import { StartProblem } from './app/start-problem.tsx';
import { createStudio } from './state/studio.ts';
import './ui/theme.css';

/** Connects to the core, reads what is open, and shows the studio; or says why it cannot. */
async function start(): Promise<void> {
  const container = document.getElementById('root');
  if (!container) throw new Error('The page has no root element');
  const root = createRoot(container);
  try {
    const connection = await connect();
    const [settings, current] = await Promise.all([
      connection.client.host.settings(),
      connection.client.projects.current(),
    ]);
    const studio = createStudio(connection, settings);
    studio.showOverview(current);
    root.render(<App studio={studio} />);
  } catch (error) {
    root.render(<StartProblem message={error instanceof Error ? error.message : String(error)} />);
  }
}

void start();
