import { trackableTracks, trackSelected, type TrackDirection } from '../state/tracking.ts';
import {
  accept,
  acceptAll,
  currentProposal,
  moveInTriage,
  pendingProposals,
  reject,
} from '../state/triage.ts';
import { sessionAction, type Action } from './action.ts';

function trackAction(id: string, title: string, keys: string[], direction: TrackDirection): Action {
  return sessionAction({
    id,
    title,
    group: 'Tracker',
    keys,
    isAvailable: (session) => trackableTracks(session).length > 0,
    run: (session, studio) => void trackSelected(studio, session, direction),
  });
}

export const trackerActions: Action[] = [
  trackAction('trackForward', 'Track the selected objects forward', ['Enter'], 'forward'),
  trackAction('trackBackward', 'Track the selected objects backward', ['Shift+Enter'], 'backward'),
  trackAction('trackBoth', 'Track the selected objects both ways', ['Alt+Enter'], 'both'),
  trackAction('trackBetween', 'Fill the gaps between keyframes with flow', ['Shift+KeyF'], 'between'),
  sessionAction({
    id: 'acceptProposal',
    title: 'Accept the proposal',
    group: 'Tracker',
    keys: ['KeyA'],
    isAvailable: (session) => currentProposal(session) !== undefined,
    run(session) {
      const proposal = currentProposal(session);
      if (proposal) accept(session, proposal);
    },
  }),
  sessionAction({
    id: 'acceptUpToHere',
    title: 'Accept the proposal up to this frame',
    group: 'Tracker',
    keys: ['Shift+KeyA'],
    isAvailable: (session) => currentProposal(session) !== undefined,
    run(session) {
      const proposal = currentProposal(session);
      if (proposal) accept(session, proposal, session.editor.getState().frame);
    },
  }),
  sessionAction({
    id: 'rejectProposal',
    title: 'Reject the proposal',
    group: 'Tracker',
    keys: ['Backspace'],
    isAvailable: (session) => currentProposal(session) !== undefined,
    run(session) {
      const proposal = currentProposal(session);
      if (proposal) reject(session, proposal);
    },
  }),
  sessionAction({
    id: 'acceptAllProposals',
    title: 'Accept all proposals',
    group: 'Tracker',
    keys: ['Mod+Shift+a'],
    isAvailable: (session) => pendingProposals(session).length > 0,
    run: acceptAll,
  }),
  sessionAction({
    id: 'nextProposal',
    title: 'Next proposal',
    group: 'Tracker',
    keys: ['Period'],
    isAvailable: (session) => pendingProposals(session).length > 1,
    run: (session) => moveInTriage(session, 1),
  }),
  sessionAction({
    id: 'previousProposal',
    title: 'Previous proposal',
    group: 'Tracker',
    keys: ['Comma'],
    isAvailable: (session) => pendingProposals(session).length > 1,
    run: (session) => moveInTriage(session, -1),
  }),
];
