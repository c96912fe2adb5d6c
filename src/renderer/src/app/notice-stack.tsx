import { X } from 'lucide-react';
import { useStudio, useStudioState } from './studio-context.ts';

/** Words on what was just done, with undo at hand, and problems, which stay until they were read. */
export function NoticeStack() {
  const studio = useStudio();
  const notices = useStudioState((state) => state.notices);
  return (
    <div className="notices" aria-live="polite">
      {notices.map((notice) => (
        <div
          key={notice.id}
          className={`notice ${notice.kind}`}
          role={notice.kind === 'problem' ? 'alert' : 'status'}
        >
          <span className="notice-text">{notice.text}</span>
          {notice.kind === 'problem' ? (
            <>
              <button
                type="button"
                className="quiet"
                onClick={() => void navigator.clipboard.writeText(notice.text)}
              >
                Copy
              </button>
              <button
                type="button"
                className="quiet"
                aria-label="Dismiss"
                onClick={() => studio.dismiss(notice.id)}
              >
                <X size={14} />
              </button>
            </>
          ) : (
            notice.undo && (
              <button
                type="button"
                className="quiet"
                onClick={() => {
                  void notice.undo?.();
                  studio.dismiss(notice.id);
                }}
              >
                Undo
              </button>
            )
          )}
        </div>
      ))}
    </div>
  );
}
