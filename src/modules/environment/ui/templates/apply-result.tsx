import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { Status } from "@/ui/badge";
import { Button, ButtonLink } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { plural } from "@/ui/format";
import type { SavedVariables } from "../../schema";
import { addressOf, type EnvironmentPlace } from "../place";

interface ApplyResultProps {
  place: EnvironmentPlace;
  /** Of the template. */
  name: string;
  saved: SavedVariables;
  /** Variables of the template that were set before and stay. */
  kept: readonly string[];
  onClose(): void;
}

/** What applying did, with the way to each variable in the table. */
export function ApplyResult({ place, name, saved, kept, onClose }: ApplyResultProps) {
  const { added, changed } = saved;
  const footer = (
    <>
      <Button onPress={onClose}>Close</Button>
      <ButtonLink variant="primary" href={addressOf(place, "variables")}>
        Show the variables
      </ButtonLink>
    </>
  );
  const count = added.length + changed.length;
  return (
    <Dialog title={`${name} applied`} isOpen onClose={onClose} footer={footer} size="md">
      <div className="space-y-3">
        <Status
          tone="success"
          icon={CircleCheck}
          label={
            count === 0 ? "Everything was set already" : `${plural(count, "variable")} set in ${place.environment}`
          }
        />
        <Keys title="Added" keys={added} place={place} />
        <Keys title="Changed" keys={changed} place={place} />
        <Keys title="Kept as they were" keys={kept} place={place} />
        <p className="text-xs text-muted">It takes effect with the next deployment.</p>
      </div>
    </Dialog>
  );
}

function Keys({ title, keys, place }: { title: string; keys: readonly string[]; place: EnvironmentPlace }) {
  if (keys.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1 text-xs font-medium">{title}</h3>
      <ul className="max-h-40 space-y-0.5 overflow-y-auto">
        {keys.map((key) => (
          <li key={key}>
            <Link
              href={addressOf(place, "variables", { edit: key })}
              className="font-mono text-xs text-accent-text wrap-anywhere underline-offset-2 hover:underline"
            >
              {key}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
