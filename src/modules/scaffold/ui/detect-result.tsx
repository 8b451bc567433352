import { FileSearch, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/ui/badge";
import { Section } from "@/ui/card";
import { plural } from "@/ui/format";
import type { DetectedProject, DetectedVariable, Evidence, Note } from "../detection/detected";

const fields = [
  { field: "framework", label: "Framework" },
  { field: "packageManager", label: "Package manager" },
  { field: "database", label: "Database" },
  { field: "auth", label: "Sign-in" },
  { field: "aiProvider", label: "Model provider" },
  { field: "aiTemplate", label: "AI" },
  { field: "extras", label: "Extras" },
] as const;

/** What a project is made of, each with the line that says so. */
export function DetectedStackSection({ project }: { project: DetectedProject }) {
  return (
    <Section
      id="detected-stack"
      title="What it is made of"
      description={`Read from ${plural(project.fileCount, "file")}.`}
    >
      <dl className="divide-y divide-separator">
        {fields.map(({ field, label }) => {
          const value = [project[field]].flat().join(", ");
          return (
            <Row key={field} label={label}>
              <span className={value === "" || value === "none" ? "text-muted" : "font-medium"}>{value || "none"}</span>
              <EvidenceList evidence={project.evidence[field] ?? []} />
            </Row>
          );
        })}
        <Row label="Commands">
          <Command name="Build" command={project.commands.build} />
          <Command name="Start" command={project.commands.start} />
        </Row>
        {project.packages.length > 0 ? (
          <Row label="Packages">
            <ul className="space-y-1">
              {project.packages.map(({ path, framework, variables }) => (
                <li key={path} className="flex flex-wrap items-baseline gap-x-3">
                  <code className="text-xs break-all">{path}</code>
                  <span className="text-xs text-muted">
                    {[framework === "none" ? "" : framework, plural(variables.length, "variable")]
                      .filter(Boolean)
                      .join(", ")}
                  </span>
                  {path === project.appPath ? <Badge tone="accent">deployed</Badge> : null}
                </li>
              ))}
            </ul>
          </Row>
        ) : null}
      </dl>
    </Section>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-x-4 gap-y-0.5 px-4 py-2.5 text-sm column:flex-row">
      <dt className="w-36 shrink-0 text-muted">{label}</dt>
      <dd className="min-w-0 flex-1 break-words">{children}</dd>
    </div>
  );
}

function EvidenceList({ evidence }: { evidence: readonly Evidence[] }) {
  if (evidence.length === 0) return null;
  return (
    <ul className="mt-0.5 flex flex-wrap gap-x-4 text-xs text-muted">
      {evidence.slice(0, 12).map(({ file, line, seen }) => (
        <li key={`${file}:${line}:${seen}`} className="flex min-w-0 items-center gap-1">
          <FileSearch aria-hidden className="size-3 shrink-0" />
          <span className="min-w-0 break-all">
            <code>{line === undefined ? file : `${file}:${line}`}</code>
            {seen === file ? "" : `, ${seen}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Command({ name, command }: { name: string; command: string | undefined }) {
  return (
    <p className="flex flex-wrap items-baseline gap-x-2">
      <span className="text-xs text-muted">{name}</span>
      {command ? (
        <code className="text-xs break-all">{command}</code>
      ) : (
        <span className="text-xs text-muted">none</span>
      )}
    </p>
  );
}

/** Every variable with the places that name it. */
export function DetectedVariablesSection({ variables }: { variables: readonly DetectedVariable[] }) {
  const title = variables.length === 0 ? "Variables" : plural(variables.length, "variable");
  return (
    <Section
      id="detected-variables"
      title={title}
      description="Where the project names what it reads from its environment."
    >
      {variables.length === 0 ? (
        <p className="px-4 py-3 text-sm text-muted">No file of it reads an environment variable.</p>
      ) : (
        <ul className="divide-y divide-separator">
          {variables.map((variable) => (
            <VariableEntry key={variable.key} variable={variable} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function VariableEntry({ variable }: { variable: DetectedVariable }) {
  const { key, required, sensitive, provider, places } = variable;
  const rest = places.length - 3;
  return (
    <li className="px-4 py-2.5">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <code className="text-xs font-medium break-all">{key}</code>
        <Badge tone={required ? "warning" : "neutral"}>{required ? "required" : "optional"}</Badge>
        {sensitive ? <Badge>secret</Badge> : null}
        {provider ? <Badge>{provider}</Badge> : null}
      </p>
      <p className="mt-1 text-xs break-all text-muted">
        {places
          .slice(0, 3)
          .map(({ file, line }) => `${file}:${line}`)
          .join(", ")}
        {rest > 0 ? ` and ${plural(rest, "more place")}` : ""}
      </p>
    </li>
  );
}

/** What was left out or could not be read. */
export function DetectionNotes({ notes }: { notes: readonly Note[] }) {
  if (notes.length === 0) return null;
  return (
    <ul className="space-y-2 rounded-lg border border-border px-4 py-3">
      {notes.map(({ level, message, file }) => {
        const Icon = level === "warning" ? TriangleAlert : Info;
        return (
          <li key={`${file}:${message}`} className="flex items-start gap-2 text-xs">
            <Icon
              aria-hidden
              className={
                level === "warning"
                  ? "mt-0.5 size-3.5 shrink-0 text-warning-text"
                  : "mt-0.5 size-3.5 shrink-0 text-info"
              }
            />
            <span className="min-w-0 break-words">
              <span className="sr-only">{level === "warning" ? "Warning: " : "Note: "}</span>
              {file ? <code>{file}: </code> : null}
              {message}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
