import { ExternalLink } from "lucide-react";
import type { VariableSpec } from "@/modules/scaffold/schema";
import { Section } from "@/ui/card";
import { ChoiceRow } from "@/ui/choice-row";
import type { Platform } from "../../schema";
import { CostLine } from "../hosted/cost-line";
import { platformLabel } from "../platform-names";
import type { ChosenTarget } from "../wizard/targets";
import { costsOf, databaseKeys, databaseMakers, namesOfPlatforms, sumText } from "./offers";

interface DatabaseChoiceProps {
  specs: readonly VariableSpec[];
  targets: readonly ChosenTarget[];
  isCreated: boolean;
  onChange(isCreated: boolean): void;
}

/** Where a hosted app gets its PostgreSQL: one the platform makes, or one of a provider. Nothing where none is needed. */
export function DatabaseChoice({ specs, targets, isCreated, onChange }: DatabaseChoiceProps) {
  const keys = databaseKeys(specs).join(", ");
  const hosted = targets.map(({ platform }) => platform).filter((platform) => platform !== "local");
  if (keys === "" || hosted.length === 0) return null;
  const makers = databaseMakers(specs, targets);
  const price = sumText(costsOf(targets, makers).filter(({ target }) => makers.includes(target.platform)));
  const isMade = isCreated && makers.length > 0;
  return (
    <Section
      id="database-choice"
      title="Database"
      description={`The app keeps its data in a PostgreSQL, which it reaches by ${keys}.`}
      className="mb-4"
    >
      <div className="space-y-3 p-4">
        {makers.length > 0 ? (
          <ChoiceRow
            legend="PostgreSQL"
            name="database"
            options={[
              { value: "address", label: "Enter an address" },
              {
                value: "create",
                label: `Create a PostgreSQL on ${namesOfPlatforms(makers)} (with the app ${price} a month)`,
              },
            ]}
            value={isMade ? "create" : "address"}
            onChange={(value) => onChange(value === "create")}
          />
        ) : null}
        {isMade ? (
          <Made targets={targets} makers={makers} keys={keys} />
        ) : (
          <Providers platforms={hosted} keys={keys} canMake={makers.length > 0} />
        )}
      </div>
    </Section>
  );
}

function Made({ targets, makers, keys }: { targets: readonly ChosenTarget[]; makers: Platform[]; keys: string }) {
  return (
    <div className="space-y-2">
      <p className="text-xs text-muted">
        It is made beside the app when you deploy, and {keys} is filled in. Later deployments use the same one, and it
        is deleted with the app.
      </p>
      <div className="-mx-4 divide-y divide-separator">
        {costsOf(targets, makers)
          .filter(({ target }) => makers.includes(target.platform))
          .map(({ target, cost }) => (
            <CostLine key={target.platform} cost={cost} label={`With it, on ${platformLabel(target.platform)}`} />
          ))}
      </div>
    </div>
  );
}

const ownPages: Partial<Record<Platform, { label: string; href: string }>> = {
  vercel: { label: "Vercel's marketplace", href: "https://vercel.com/docs/storage" },
  railway: { label: "Railway", href: "https://docs.railway.com/guides/postgresql" },
  render: { label: "Render", href: "https://render.com/docs/postgresql-creating-connecting" },
};

function Providers({ platforms, keys, canMake }: { platforms: Platform[]; keys: string; canMake: boolean }) {
  const pages = [
    { label: "Neon", href: "https://neon.com/docs/connect/connect-from-any-app" },
    { label: "Supabase", href: "https://supabase.com/docs/guides/database/connecting-to-postgres" },
    ...platforms.flatMap((platform) => ownPages[platform] ?? []),
  ];
  return (
    <p className="text-xs text-muted">
      {canMake ? "" : `${namesOfPlatforms(platforms.filter((platform) => platform === "vercel"))} makes no database. `}
      Copy a connection string into {keys} below, from{" "}
      {pages.map(({ label, href }, index) => (
        <span key={href}>
          {index === 0 ? "" : index === pages.length - 1 ? " or " : ", "}
          <a
            href={href}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1 text-accent-text underline underline-offset-2"
          >
            {label}
            <ExternalLink aria-hidden className="size-3" />
          </a>
        </span>
      ))}
      .
    </p>
  );
}
