"use client";
import { inputVariants } from "@heroui/styles";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { addressOf } from "../place";
import { Choice } from "../variables/choice";
import { ChoiceLink } from "./choice-link";

interface ProjectPickerProps {
  projects: readonly { id: string; name: string }[];
  chosenId: string;
  environment: string;
  view: string | undefined;
}

/** From this many on a list needs a search. */
const many = 8;

/** The projects: a list beside the table, one field where there is no room for it. */
export function ProjectPicker({ projects, chosenId, environment, view }: ProjectPickerProps) {
  const router = useRouter();
  const [search, setSearch] = useState("");
  const address = (projectId: string) => addressOf({ projectId, environment, configuration: undefined }, view);
  const found = projects.filter(({ name }) => name.includes(search.trim().toLowerCase()));
  return (
    <>
      <Choice
        label="Project"
        className="bar:hidden"
        options={projects.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosenId}
        onChange={(id) => router.push(address(id))}
      />
      <nav aria-label="Projects" className="hidden min-w-0 bar:block">
        {projects.length > many ? (
          <input
            type="search"
            aria-label="Search projects"
            placeholder="Search projects"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className={inputVariants({ fullWidth: true, className: "mb-2 h-8 text-xs" })}
          />
        ) : null}
        <ul className="-m-1 flex max-h-[70vh] flex-col gap-1 overflow-y-auto p-1">
          {found.map(({ id, name }) => (
            <li key={id}>
              <ChoiceLink href={address(id)} isChosen={id === chosenId} label={name} />
            </li>
          ))}
        </ul>
        <p role="status" className="px-2.5 text-xs text-muted">
          {found.length === 0 ? `No project is called “${search.trim()}”.` : null}
        </p>
      </nav>
    </>
  );
}
