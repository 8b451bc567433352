import { CircleAlert } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { ConnectOption, Team } from "../schema";

interface TeamChoiceProps {
  option: ConnectOption;
  teams: readonly Team[];
  /** The account itself, where things can be made in it too. */
  own: string | null;
  /** Undefined before a choice; null for the account itself. */
  value: string | null | undefined;
  onChange(teamId: string | null): void;
  error: boolean;
}

const filterFrom = 9;

/** In which of its teams the token's connection creates things. */
export function TeamChoice({ option, teams, own, value, onChange, error }: TeamChoiceProps) {
  const [filter, setFilter] = useState("");
  const group = useRef<HTMLFieldSetElement>(null);
  // The field that had the focus is gone.
  useEffect(() => group.current?.querySelector("input")?.focus(), []);
  const shown = teams.filter(({ name }) => name.toLowerCase().includes(filter.trim().toLowerCase()));
  return (
    <fieldset ref={group} className="min-w-0" aria-describedby={error ? "team-problem" : undefined}>
      <legend className="mb-3 text-pretty text-muted">
        The token sees several. Apps are created in the {option.teamName} you choose; connect again for another one.
      </legend>
      {teams.length >= filterFrom ? (
        <input
          type="search"
          aria-label={`Filter by name of ${option.teamName}`}
          placeholder="Filter by name"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          className="mb-2 h-9 w-full rounded-lg border border-field-border bg-surface px-3 text-sm placeholder:text-field-placeholder pointer-coarse:h-11"
        />
      ) : null}
      <div className="max-h-72 space-y-1.5 overflow-y-auto p-0.5">
        {own === null ? null : (
          <Choice label={own} hint="the account itself" isChosen={value === null} onChoose={() => onChange(null)} />
        )}
        {shown.map(({ id, name }) => (
          <Choice key={id} label={name} hint={id} isChosen={value === id} onChoose={() => onChange(id)} />
        ))}
        {shown.length === 0 ? <p className="py-3 text-center text-muted">None is called that.</p> : null}
      </div>
      {error ? (
        <p id="team-problem" className="mt-2 flex items-center gap-1.5 text-xs text-danger-text">
          <CircleAlert aria-hidden className="size-3.5 shrink-0" />
          Choose a {option.teamName}.
        </p>
      ) : null}
    </fieldset>
  );
}

interface ChoiceProps {
  label: string;
  hint: string;
  isChosen: boolean;
  onChoose(): void;
}

function Choice({ label, hint, isChosen, onChoose }: ChoiceProps) {
  return (
    <label className="flex min-h-11 cursor-pointer items-center gap-3 rounded-lg border border-border px-3 py-1.5 has-checked:border-accent has-checked:bg-accent/8 has-focus-visible:outline-2 has-focus-visible:outline-focus">
      <input
        type="radio"
        name="team"
        className="shrink-0 accent-accent outline-none"
        checked={isChosen}
        onChange={onChoose}
      />
      <span className="min-w-0">
        <span className="block truncate font-medium" title={label}>
          {label}
        </span>
        <span className="block truncate text-xs text-muted">{hint}</span>
      </span>
    </label>
  );
}
