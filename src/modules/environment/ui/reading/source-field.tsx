"use client";
import { TextArea } from "@heroui/react/textarea";
import { FileUp, X } from "lucide-react";
import { type DragEvent, useId, useRef, useState } from "react";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { plural } from "@/ui/format";
import { type FormatId, formatIds, formatNames } from "../../formats/formats";
import { ProblemList } from "./problem-list";
import { formatOf, rangeOf, type Source, titleOf } from "./source";
import type { Sources } from "./use-sources";

/** Where variables are pasted, or files with them are chosen or dropped, with what could not be read and where. */
export function SourceField({ sources, rows = 10 }: { sources: Sources; rows?: number }) {
  const { active, all, reading, isReading, isEmpty } = sources;
  const area = useRef<HTMLTextAreaElement>(null);
  const [isOver, setOver] = useState(false);
  const part = reading.parts.find(({ id }) => id === active.id);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void sources.addFiles([...event.dataTransfer.files]);
  };
  return (
    <section
      aria-label="Text to read"
      onDragOver={(event) => {
        // Text that is dragged in goes to the place where it is dropped.
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => (event.dataTransfer.files.length > 0 ? drop(event) : undefined)}
      className="space-y-3"
    >
      <Toolbar sources={sources} />
      {all.length > 1 ? <SourceTabs sources={sources} /> : null}
      <TextArea
        ref={area}
        autoFocus
        fullWidth
        rows={rows}
        wrap="off"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        aria-label={all.length > 1 ? `Text of ${titleOf(active)}` : "Text"}
        placeholder={"Paste here, or drop files.\n\nDATABASE_URL=postgres://...\nAUTH_SECRET=..."}
        className={cn("overflow-auto font-mono text-xs whitespace-pre", isOver && "border-accent bg-accent/6")}
        value={active.text}
        onChange={(event) => sources.setText(event.target.value)}
      />
      <div aria-live="polite" aria-busy={isReading} className="min-h-6 space-y-2 text-xs">
        <Told sources={sources} />
        {part && !isEmpty ? (
          <ProblemList
            problems={part.problems}
            onJump={({ line, column }) => area.current && jumpTo(area.current, line, column)}
          />
        ) : null}
      </div>
    </section>
  );
}

function Toolbar({ sources }: { sources: Sources }) {
  const { active } = sources;
  const input = useRef<HTMLInputElement>(null);
  const formatId = useId();
  const found = formatNames[formatOf({ ...active, chosenFormat: undefined })].label;
  return (
    <div className="flex flex-wrap items-end justify-between gap-3">
      <Button size="sm" onPress={() => input.current?.click()}>
        <FileUp aria-hidden />
        Choose files
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files"
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          target.value = "";
          if (files.length > 0) void sources.addFiles(files);
        }}
      />
      <label htmlFor={formatId} className="flex items-center gap-2 text-xs text-muted">
        Format
        <select
          id={formatId}
          value={active.chosenFormat ?? ""}
          onChange={({ target }) => sources.setFormat(formatIds.find((id) => id === target.value))}
          className="h-8 rounded-lg border border-field-border bg-surface px-2 text-xs text-foreground pointer-coarse:h-11"
        >
          <option value="">{active.text.trim() === "" ? "Found by the text" : `Found: ${found}`}</option>
          {formatIds.map((id: FormatId) => (
            <option key={id} value={id}>
              {formatNames[id].label}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** The texts, when there are several; each is read in its own format. */
function SourceTabs({ sources }: { sources: Sources }) {
  const counts = new Map(sources.reading.parts.map(({ id, problems }) => [id, problems.length]));
  return (
    <ul aria-label="Texts" className="flex flex-wrap gap-1.5">
      {sources.all.map((source) => (
        <SourceTab
          key={source.id}
          source={source}
          problems={counts.get(source.id) ?? 0}
          isActive={source.id === sources.active.id}
          onChoose={() => sources.activate(source.id)}
          onRemove={() => sources.remove(source.id)}
        />
      ))}
    </ul>
  );
}

interface SourceTabProps {
  source: Source;
  problems: number;
  isActive: boolean;
  onChoose(): void;
  onRemove(): void;
}

function SourceTab({ source, problems, isActive, onChoose, onRemove }: SourceTabProps) {
  const title = titleOf(source);
  return (
    <li
      className={cn(
        "flex max-w-full items-center rounded-md border pl-1",
        isActive ? "border-accent bg-accent/8" : "border-border",
      )}
    >
      <button
        type="button"
        aria-pressed={isActive}
        onClick={onChoose}
        title={title}
        className="min-h-7 max-w-56 truncate px-1.5 font-mono text-xs pointer-coarse:min-h-11"
      >
        {title}
        {problems > 0 ? <span className="font-sans text-warning-text"> {plural(problems, "finding")}</span> : null}
      </button>
      <button
        type="button"
        aria-label={`Take ${title} out`}
        onClick={onRemove}
        className="flex size-7 items-center justify-center rounded-md text-muted hover:text-foreground pointer-coarse:size-11"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </li>
  );
}

/** How much was read, files that were not, and what concerns the texts together. */
function Told({ sources: { reading, rejected, isEmpty, all } }: { sources: Sources }) {
  const problems = reading.parts.reduce((sum, part) => sum + part.problems.length, 0);
  return (
    <>
      {rejected.map(({ fileName, reason }) => (
        <p key={fileName} role="alert" className="text-danger-text wrap-anywhere">
          {fileName} was not taken. {reason}
        </p>
      ))}
      {isEmpty ? (
        <p className="text-muted">Nothing is expanded or run: a $ stays a $.</p>
      ) : (
        <p className="text-muted">
          {plural(reading.values.size, "variable")} read
          {all.length > 1 ? ` from ${plural(all.length, "text")}` : ""}
          {problems > 0 ? `, ${plural(problems, "finding")}` : ""}
        </p>
      )}
      {reading.notes.map((note) => (
        <p key={note} className="text-warning-text wrap-anywhere">
          {note}
        </p>
      ))}
    </>
  );
}

function jumpTo(area: HTMLTextAreaElement, line: number, column: number): void {
  area.focus();
  area.setSelectionRange(...rangeOf(area.value, line, column));
  const height = Number.parseFloat(getComputedStyle(area).lineHeight) || 20;
  area.scrollTop = Math.max(0, (line - 3) * height);
  area.scrollLeft = column > 60 ? area.scrollLeft : 0;
}
