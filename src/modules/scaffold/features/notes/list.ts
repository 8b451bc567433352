/** Generated list of notes, for every framework that has React. */
export const noteList = `const moment = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

interface ListedNote {
  id: string;
  text: string;
  createdAt: Date;
}

export function NoteList({ notes }: { notes: ListedNote[] }) {
  if (notes.length === 0) {
    return (
      <p className="rounded-lg border border-dashed border-line px-5 py-10 text-center text-sm text-muted">
        No notes yet. The first one you add appears here.
      </p>
    );
  }
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {notes.map(({ id, text, createdAt }) => (
        <li
          key={id}
          className="flex flex-col gap-1 px-4 py-3 sm:flex-row sm:items-baseline sm:justify-between sm:gap-6"
        >
          <span className="min-w-0 wrap-anywhere">{text}</span>
          <time dateTime={createdAt.toISOString()} className="shrink-0 text-xs text-muted tabular-nums">
            {moment.format(createdAt)}
          </time>
        </li>
      ))}
    </ul>
  );
}
`;
