import { useState } from 'react';

/** One field and a button that adds what was typed; it is emptied when that was done. */
export function AddForm({
  label,
  placeholder,
  onAdd,
}: {
  label: string;
  placeholder: string;
  onAdd: (text: string) => Promise<boolean>;
}) {
  const [text, setText] = useState('');
  return (
    <form
      className="add-form"
      onSubmit={(event) => {
        event.preventDefault();
        void onAdd(text.trim()).then((isDone) => isDone && setText(''));
      }}
    >
      <input
        type="text"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="primary" disabled={text.trim() === ''}>
        Add
      </button>
    </form>
  );
}
