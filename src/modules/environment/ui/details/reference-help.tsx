import type { ResolvedVariable } from "../../references/schema";
import type { TableRow } from "../drafts/table-rows";
import type { EnvironmentPlace } from "../place";
import { FindingLine } from "../variables/finding-line";

interface ReferenceHelpProps {
  row: TableRow;
  place: EnvironmentPlace;
  resolution: ResolvedVariable | undefined;
  /** Undefined where it cannot be changed. */
  onReference: ((isReference: boolean) => void) | undefined;
}

/** Whether the value is read for references, how they are written, and what they come to. */
export function ReferenceHelp({ row, place, resolution, onReference }: ReferenceHelpProps) {
  const { stored, draft } = row;
  const isReference = draft?.edit?.isReference ?? stored?.isReference ?? false;
  const value = draft?.edit ? draft.edit.value : stored?.value;
  return (
    <section aria-labelledby="references" className="mt-5 space-y-2 border-t border-separator pt-4">
      <h3 id="references" className="text-xs font-medium">
        References
      </h3>
      <label className="flex min-h-8 items-center gap-2.5 text-sm pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={isReference}
          disabled={!onReference || value === undefined}
          onChange={(event) => onReference?.(event.target.checked)}
        />
        Read references in the value
      </label>
      {value === undefined && onReference ? (
        <p className="text-xs text-muted">The value is hidden, so this changes together with it: edit the value.</p>
      ) : null}
      <ul className="space-y-1 text-xs text-muted">
        <Example text={`\${{KEY}}`} meaning={`a variable of ${place.environment}`} />
        <Example text={`\${{production.KEY}}`} meaning="one of another environment" />
        <Example text={`\${{shop.production.KEY}}`} meaning="one of another project" />
      </ul>
      <p className="text-xs text-muted">
        They are read when a deployment takes the values. Without this a <code>$</code> stays a <code>$</code>; nothing
        is ever run.
      </p>
      {resolution?.isReference && !draft?.edit ? <Outcome resolution={resolution} /> : null}
    </section>
  );
}

function Example({ text, meaning }: { text: string; meaning: string }) {
  return (
    <li>
      <code className="text-foreground">{text}</code> {meaning}
    </li>
  );
}

function Outcome({ resolution }: { resolution: ResolvedVariable }) {
  if (resolution.problem !== undefined)
    return <FindingLine finding={{ level: "blocks", message: resolution.problem }} />;
  return (
    <p className="text-xs wrap-anywhere">
      {resolution.value === undefined ? (
        "It resolves to a value that is hidden"
      ) : (
        <>
          It resolves to <code>{resolution.value || "empty text"}</code>
        </>
      )}
      , from {resolution.sources.join(", ")}.
    </p>
  );
}
