import type { FocusEvent, KeyboardEvent } from 'react';

/** A text field that hands over what was typed when it is left, or on Enter; Esc puts back what was there. */
export function EditField({
  label,
  value,
  onSave,
  placeholder,
  isRequired = false,
  rows = 1,
}: {
  label: string;
  value: string;
  onSave: (value: string) => void;
  placeholder?: string | undefined;
  isRequired?: boolean;
  rows?: number;
}) {
  const shared = {
    'aria-label': label,
    defaultValue: value,
    placeholder,
    onBlur({ target }: FocusEvent<HTMLInputElement | HTMLTextAreaElement>): void {
      const typed = target.value.trim();
      if (isRequired && typed === '') target.value = value;
      else if (typed !== value) onSave(typed);
    },
    onKeyDown(event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>): void {
      if (event.key === 'Enter' && rows === 1) event.currentTarget.blur();
      if (event.key !== 'Escape') return;
      event.currentTarget.value = value;
      event.currentTarget.blur();
    },
  };
  // Another value from outside (undo, a colleague) makes the field anew.
  return rows === 1 ? (
    <input key={value} type="text" {...shared} />
  ) : (
    <textarea key={value} rows={rows} {...shared} />
  );
}
