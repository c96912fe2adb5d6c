import type { ExportCheck } from '#api/exports.contract.ts';

/** The first rows of each file as a table. */
export function RowPreview({ rows }: { rows: ExportCheck['rows'] }) {
  const files = Map.groupBy(rows, (row) => row.file);
  return [...files].map(([file, own]) => {
    const records = own.map(({ row }) => (typeof row === 'object' && row !== null ? row : { value: row }));
    const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
    return (
      <figure key={file} className="preview">
        <figcaption>{file}</figcaption>
        <div className="preview-scroll">
          <table>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column}>{column}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {records.map((record) => (
                <tr key={JSON.stringify(record)}>
                  {columns.map((column) => {
                    const text = cellText((record as Record<string, unknown>)[column]);
                    return (
                      <td key={column} title={text}>
                        {text.length > 120 ? `${text.slice(0, 120)}…` : text}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </figure>
    );
  });
}

function cellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
