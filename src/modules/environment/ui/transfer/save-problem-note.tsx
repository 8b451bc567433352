import { RotateCw, TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "@/ui/button";
import { listed } from "../reading/source";
import type { SaveProblem } from "./conflict";

interface SaveProblemNoteProps {
  problem: SaveProblem | undefined;
  /** Reads again how things stand, with everything that was chosen kept. */
  onLookAgain(): Promise<unknown>;
  isPending: boolean;
  /** The words of the button that does. */
  action?: string;
}

/** Why nothing was saved; after a conflict what others changed, and the way on. */
export function SaveProblemNote({ problem, onLookAgain, isPending, action = "Preview again" }: SaveProblemNoteProps) {
  const box = useRef<HTMLDivElement>(null);
  // It stands below what may be a long list.
  useEffect(() => {
    if (problem) box.current?.scrollIntoView({ block: "nearest" });
  }, [problem]);
  if (!problem) return null;
  const { message, conflict } = problem;
  return (
    <div ref={box} role="alert" className="mt-4 flex gap-2.5 rounded-lg border border-danger/40 bg-danger/5 p-3">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger-text" />
      <div className="min-w-0 flex-1 space-y-1">
        <p className="wrap-anywhere">{message}</p>
        {conflict && conflict.changedKeys.length > 0 ? (
          <p className="text-xs text-muted wrap-anywhere">
            Changed meanwhile{conflict.changedBy.length > 0 ? ` by ${listed(conflict.changedBy)}` : ""}:{" "}
            {listed(conflict.changedKeys)}.
          </p>
        ) : null}
        {conflict ? (
          <Button size="sm" isPending={isPending} onPress={() => void onLookAgain()} className="mt-1">
            <RotateCw aria-hidden />
            {action}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
