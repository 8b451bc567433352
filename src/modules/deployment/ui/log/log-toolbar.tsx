"use client";
import { ArrowDownToLine, ChevronDown, ChevronUp, CircleCheck, Download, Radio, RefreshCw, Search } from "lucide-react";
import { type KeyboardEvent, type RefObject, useId } from "react";
import { Status, type Tone } from "@/ui/badge";
import { Button, ButtonAnchor } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";
import type { Connection } from "@/ui/use-event-stream";
import type { LevelFilter } from "./log-lines";

interface LogToolbarProps {
  deploymentId: string;
  connection: Connection;
  query: string;
  onQuery(query: string): void;
  matches: number;
  currentMatch: number;
  onMatch(step: 1 | -1): void;
  filter: LevelFilter;
  onFilter(filter: LevelFilter): void;
  isFollowing: boolean;
  onFollow(): void;
  copyText(): string;
  searchRef: RefObject<HTMLInputElement | null>;
}

/** What can be done with a log: find, filter, follow, copy, download. */
export function LogToolbar(props: LogToolbarProps) {
  const { deploymentId, connection, filter, onFilter, isFollowing, onFollow, copyText } = props;
  const filterId = useId();
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-x-2 gap-y-1.5 border-b border-separator py-1.5 pr-2 pl-4">
      <h2 className="text-sm font-medium">Log</h2>
      <ConnectionLabel connection={connection} />
      <div className="ml-auto flex flex-wrap items-center gap-1.5">
        <SearchBox {...props} />
        <label htmlFor={filterId} className="sr-only">
          Level
        </label>
        <select
          id={filterId}
          value={filter}
          onChange={(event) => onFilter(event.target.value as LevelFilter)}
          className="h-8 cursor-pointer rounded-md border border-border bg-surface px-2 text-xs pointer-coarse:h-11"
        >
          <option value="all">All lines</option>
          <option value="warn">Warnings and errors</option>
          <option value="error">Errors</option>
        </select>
        <Button
          size="sm"
          variant={isFollowing ? "tertiary" : "ghost"}
          aria-pressed={isFollowing}
          onPress={onFollow}
          aria-label="Follow the newest line"
        >
          <ArrowDownToLine aria-hidden />
          Follow
        </Button>
        <CopyButton text={copyText} what="log" />
        <ButtonAnchor
          size="sm"
          variant="ghost"
          className="button--icon-only"
          href={`/api/deployments/${deploymentId}/logs.txt`}
          download={`${deploymentId}.txt`}
          aria-label="Download log"
        >
          <Download aria-hidden />
        </ButtonAnchor>
      </div>
    </div>
  );
}

function SearchBox({ query, onQuery, matches, currentMatch, onMatch, searchRef }: LogToolbarProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") onMatch(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") {
      onQuery("");
      event.currentTarget.blur();
    } else return;
    event.preventDefault();
  };
  return (
    <div className="flex h-8 items-center rounded-md border border-border bg-surface pl-2 focus-within:border-focus pointer-coarse:h-11">
      <Search aria-hidden className="size-3.5 shrink-0 text-muted" />
      <input
        ref={searchRef}
        type="search"
        aria-label="Find in the log"
        placeholder="Find"
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={onKeyDown}
        className="w-20 bg-transparent px-2 text-xs outline-none placeholder:text-field-placeholder column:w-28 [&::-webkit-search-cancel-button]:hidden"
      />
      <span aria-live="polite" className="min-w-14 text-right text-xs text-muted">
        {query ? `${matches === 0 ? 0 : currentMatch + 1} of ${matches}` : ""}
      </span>
      <FindButton label="Previous match" icon={ChevronUp} isDisabled={matches === 0} onPress={() => onMatch(-1)} />
      <FindButton label="Next match" icon={ChevronDown} isDisabled={matches === 0} onPress={() => onMatch(1)} />
    </div>
  );
}

interface FindButtonProps {
  label: string;
  icon: typeof ChevronUp;
  isDisabled: boolean;
  onPress(): void;
}

function FindButton({ label, icon: Icon, isDisabled, onPress }: FindButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      disabled={isDisabled}
      onClick={onPress}
      className="flex h-full min-w-6 cursor-pointer items-center justify-center text-muted hover:text-foreground disabled:cursor-default disabled:opacity-40"
    >
      <Icon aria-hidden className="size-3.5" />
    </button>
  );
}

const connections: Record<Connection, { tone: Tone; icon: typeof Radio; label: string; isLive?: boolean }> = {
  connecting: { tone: "neutral", icon: RefreshCw, label: "Connecting", isLive: true },
  live: { tone: "success", icon: Radio, label: "Live" },
  reconnecting: { tone: "warning", icon: RefreshCw, label: "Reconnecting", isLive: true },
  ended: { tone: "neutral", icon: CircleCheck, label: "Complete" },
};

function ConnectionLabel({ connection }: { connection: Connection }) {
  return (
    <span role="status" className="flex min-w-28">
      <Status {...connections[connection]} />
    </span>
  );
}
