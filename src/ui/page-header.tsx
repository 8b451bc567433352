import type { ReactNode } from "react";

interface PageHeaderProps {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
}

/** The heading of a page, its one line and its main actions. */
export function PageHeader({ title, description, actions }: PageHeaderProps) {
  return (
    <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="break-words text-lg font-semibold tracking-tight">{title}</h1>
        {description ? <p className="mt-0.5 max-w-2xl text-sm text-pretty text-muted">{description}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </div>
  );
}

/** The width and air of an ordinary page; a wide one is for tables. */
export function Page({ children, isWide }: { children: ReactNode; isWide?: boolean }) {
  const width = isWide ? "max-w-[96rem]" : "max-w-5xl";
  return <div className={`mx-auto w-full ${width} px-4 py-6 column:px-6 bar:py-8`}>{children}</div>;
}
