"use client";
import dynamic from "next/dynamic";
import { Skeleton } from "@/ui/skeleton";
import { DatabaseChoice } from "../offers/database-choice";
import { withoutDatabase } from "../offers/offers";
import { StepHeading } from "./step-heading";
import type { WizardState } from "./use-wizard";

const VariableForm = dynamic(() => import("@/modules/environment/ui/variable-form").then((part) => part.VariableForm), {
  ssr: false,
  loading: () => <FormSkeleton />,
});

/** The variables the project reads. Their values stay in this page's memory until the app is deployed. */
export function EnvironmentStep({ wizard }: { wizard: WizardState }) {
  const { choices, values, setValues, platform, targets, makers, wishDatabase } = wizard;
  const choose = (isCreated: boolean) => {
    wishDatabase(isCreated);
    if (isCreated) setValues(withoutDatabase(values, choices.specs ?? []));
  };
  return (
    <div>
      <StepHeading title="Environment">
        What the app reads when it runs. Values are encrypted when you deploy and are never part of the address.
      </StepHeading>
      {choices.specs ? (
        <>
          <DatabaseChoice specs={choices.specs} targets={targets} isCreated={makers.length > 0} onChange={choose} />
          <VariableForm
            specs={choices.specs}
            platform={platform}
            hasDatabase={makers.length > 0}
            values={values}
            onChange={setValues}
          />
        </>
      ) : (
        <FormSkeleton />
      )}
    </div>
  );
}

function FormSkeleton() {
  return (
    <div className="space-y-5">
      <Skeleton className="h-16 w-full" />
      <Skeleton className="h-16 w-full" />
    </div>
  );
}
