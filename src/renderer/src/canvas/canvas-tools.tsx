import {
  Crosshair,
  Expand,
  Maximize,
  MousePointer2,
  Search,
  SquareDashed,
  SunMedium,
  Waypoints,
} from 'lucide-react';
import { Popover } from 'radix-ui';
import { useStore } from 'zustand';
import { useEditor } from '../app/studio-context.ts';
import type { PictureSettings } from '../state/editor-state.ts';
import type { Session } from '../state/session.ts';
import { ActionButton, useActionHint } from '../ui/action-button.tsx';
import type { CanvasModel } from './canvas-model.ts';
import { isNeutral, pictureRanges } from './tone.ts';

const iconSize = 16;

/** Tools and views, beside the picture. */
export function CanvasTools({ session, model }: { session: Session; model: CanvasModel }) {
  const tool = useEditor(session, (state) => state.tool);
  const trailLength = useEditor(session, (state) => state.trailLength);
  const isCanvasFull = useEditor(session, (state) => state.isCanvasFull);
  const isFitted = useStore(model.store, (state) => state.isFitted);
  const isLoupeOn = useStore(model.store, (state) => state.isLoupeOn);
  return (
    <div className="canvas-tools" role="toolbar" aria-label="Tools" aria-orientation="vertical">
      <ActionButton actionId="selectTool" isPressed={tool === 'select'}>
        <MousePointer2 size={iconSize} />
      </ActionButton>
      <ActionButton actionId="pointTool" isPressed={tool === 'point'}>
        <Crosshair size={iconSize} />
      </ActionButton>
      <ActionButton actionId="trackPointTool" isPressed={tool === 'trackPoint'}>
        <TrackPointIcon />
      </ActionButton>
      <ActionButton actionId="trackBoxTool" isPressed={tool === 'trackBox'}>
        <SquareDashed size={iconSize} />
      </ActionButton>
      <hr />
      <ActionButton actionId="fitView" isPressed={isFitted}>
        <Maximize size={iconSize} />
      </ActionButton>
      <ActionButton actionId="oneToOne">
        <span className="canvas-tools-text">1:1</span>
      </ActionButton>
      <ActionButton actionId="loupe" isPressed={isLoupeOn}>
        <Search size={iconSize} />
      </ActionButton>
      <ActionButton actionId="trail" isPressed={trailLength > 0}>
        {trailLength > 0 ? (
          <span className="canvas-tools-text">±{trailLength}</span>
        ) : (
          <Waypoints size={iconSize} />
        )}
      </ActionButton>
      <PictureButton session={session} />
      <ActionButton actionId="fullCanvas" isPressed={isCanvasFull}>
        <Expand size={iconSize} />
      </ActionButton>
    </div>
  );
}

/** A point with a path: what the tool makes goes on over frames. */
function TrackPointIcon() {
  return (
    <svg
      width={iconSize}
      height={iconSize}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      aria-hidden="true"
    >
      <path d="M1.5 13.5C4 13 4.5 9.5 7 8.5" strokeWidth="1.4" strokeDasharray="2 2" />
      <circle cx="10.5" cy="6" r="3.6" strokeWidth="1.5" />
      <circle cx="10.5" cy="6" r="0.9" fill="currentColor" stroke="none" />
    </svg>
  );
}

const sliders: readonly { name: keyof PictureSettings; words: string; more: string; less: string }[] = [
  { name: 'brightness', words: 'Brightness', more: 'brighter', less: 'darker' },
  { name: 'contrast', words: 'Contrast', more: 'moreContrast', less: 'lessContrast' },
  { name: 'gamma', words: 'Gamma', more: 'moreGamma', less: 'lessGamma' },
];

/** Brightness, contrast and gamma of the picture; the labels stay as they are. */
function PictureButton({ session }: { session: Session }) {
  const settings = useEditor(session, (state) => state.pictureSettings);
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button
          type="button"
          className="quiet"
          title="Brightness, contrast and gamma of the picture"
          aria-label="Picture"
          aria-pressed={!isNeutral(settings)}
        >
          <SunMedium size={iconSize} />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover picture-settings" side="right" align="start" sideOffset={6}>
          {sliders.map((slider) => (
            <PictureSlider key={slider.name} session={session} {...slider} value={settings[slider.name]} />
          ))}
          <div className="picture-settings-end">
            <ActionButton actionId="resetPicture">As it is</ActionButton>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function PictureSlider({
  session,
  name,
  words,
  more,
  less,
  value,
}: {
  session: Session;
  name: keyof PictureSettings;
  words: string;
  more: string;
  less: string;
  value: number;
}) {
  const hint = [useActionHint(more), useActionHint(less)].join(', ');
  const { least, most } = pictureRanges[name];
  return (
    <label className="picture-slider" title={hint}>
      <span>{words}</span>
      <input
        type="range"
        min={least}
        max={most}
        step={0.01}
        value={value}
        onChange={(event) => {
          const next = event.currentTarget.valueAsNumber;
          session.editor.setState((state) => ({
            pictureSettings: { ...state.pictureSettings, [name]: next },
          }));
        }}
      />
      <output>{value.toFixed(2)}</output>
    </label>
  );
}
