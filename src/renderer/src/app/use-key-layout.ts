import { useEffect, useState } from 'react';

interface KeyboardLayout {
  getLayoutMap(): Promise<Map<string, string>>;
}

const none: ReadonlyMap<string, string> = new Map();
let known = none;

/** What the person's keyboard prints on each physical key, where the browser tells; empty until it has. */
export function useKeyLayout(): ReadonlyMap<string, string> {
  const [layout, setLayout] = useState(known);
  useEffect(() => {
    const { keyboard } = navigator as Navigator & { keyboard?: KeyboardLayout };
    if (known !== none || !keyboard) return;
    keyboard.getLayoutMap().then(
      (map) => {
        known = new Map(map);
        setLayout(known);
      },
      // Not told in a frame without the permission: keys are shown as on a US keyboard.
      () => undefined,
    );
  }, []);
  return layout;
}
