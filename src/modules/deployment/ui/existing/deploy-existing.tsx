"use client";
import { useMutation } from "@tanstack/react-query";
import { Rocket } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useMemo, useRef, useState } from "react";
import { ProjectName } from "@/modules/projects/schema";
import { appVariables, variablesOf } from "@/modules/scaffold/pure";
import type { VariableSpec } from "@/modules/scaffold/schema";
import { freeName } from "@/modules/scaffold/ui/wizard-query";
import { Button } from "@/ui/button";
import { Section } from "@/ui/card";
import { ErrorState } from "@/ui/error-state";
import { Field } from "@/ui/field";
import { Skeleton } from "@/ui/skeleton";
import { useTRPCClient } from "@/ui/trpc";
import { useModule } from "@/ui/use-module";
import type { DeploySettings } from "../../schema";
import type { EnteredSettings } from "../offers/build-settings";
import { BuildSettingsDisclosure } from "../offers/build-settings-disclosure";
import { DatabaseChoice } from "../offers/database-choice";
import {
  costsOf,
  type DatabaseTarget,
  databaseMakers,
  withDatabaseSeconds,
  withDatabases,
  withoutDatabase,
} from "../offers/offers";
import { TargetCosts } from "../offers/target-costs";
import { useCostConsent } from "../offers/use-cost-consent";
import { StepHeading } from "../wizard/step-heading";
import { TargetStep } from "../wizard/target-step";
import { type ChosenTarget, strictestPlatform, withAccounts } from "../wizard/targets";
import { startedHref } from "../wizard/use-deploy";
import type { Brought } from "./use-bring";

const VariableForm = dynamic(() => import("@/modules/environment/ui/variable-form").then((part) => part.VariableForm), {
  ssr: false,
  loading: () => <Skeleton className="h-16 w-full" />,
});
const loadEnvironment = () => import("@/modules/environment/pure");

interface DeployExistingProps {
  brought: Brought;
  taken: readonly string[];
}

/** The rest of the way: a name, values, a target, and the button. */
export function DeployExisting({ brought, taken }: DeployExistingProps) {
  const [name, setName] = useState(() => freeName(taken, nameFrom(brought.name)));
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [targets, setTargets] = useState<readonly ChosenTarget[]>([{ platform: "local" }]);
  const [isDatabaseWished, setDatabaseWished] = useState(false);
  const [build, setBuild] = useState<EnteredSettings>({ settings: {}, isValid: true });
  const platform = strictestPlatform(targets);
  const specs = useMemo(() => specsOf(brought), [brought]);
  const makers = isDatabaseWished ? databaseMakers(specs, targets) : [];
  const hasDatabase = makers.length > 0;
  const { module: environment } = useModule(loadEnvironment);
  const check = environment?.checkEnvironment({ specs, values, platform, hasDatabase });
  const nameError = ProjectName.safeParse(name).error?.issues[0]?.message;
  const wished = withDatabases(targets, makers);
  const deploy = useDeployExisting({ brought, name, values, targets: wished, specs, settings: build.settings });
  const costs = costsOf(targets, makers);
  const consent = useCostConsent(costs, () => deploy.mutate());
  const isReady = check?.valid === true && nameError === undefined && build.isValid;
  return (
    <div className="space-y-4">
      <div className="pt-4">
        <StepHeading title="Environment">
          What the app reads when it runs. Values are encrypted when you deploy.
        </StepHeading>
        <DatabaseChoice
          specs={specs}
          targets={targets}
          isCreated={hasDatabase}
          onChange={(isCreated) => {
            setDatabaseWished(isCreated);
            if (isCreated) setValues(withoutDatabase(values, specs));
          }}
        />
        <VariableForm
          specs={specs}
          platform={platform}
          hasDatabase={hasDatabase}
          values={values}
          onChange={setValues}
        />
      </div>
      <Section id="existing-deploy" title="Deploy" description="The project is saved, built and started.">
        <div className="space-y-5 p-4">
          <Field
            label="Name"
            description="Becomes the address of the app."
            value={name}
            onValueChange={setName}
            error={nameError}
            maxLength={100}
            className="max-w-sm"
            inputClassName="font-mono"
            autoCapitalize="none"
          />
          <TargetStep targets={targets} onChange={setTargets}>
            <BuildSettingsDisclosure
              initial={build.settings}
              detected={detectedSettings(brought.project)}
              onChange={setBuild}
            />
          </TargetStep>
          <TargetCosts costs={costs} />
          {deploy.error ? <ErrorState title="The deployment did not start" error={deploy.error} /> : null}
          <Button
            variant="primary"
            isDisabled={!isReady}
            isPending={deploy.isPending || deploy.isSuccess}
            onPress={consent.ask}
          >
            <Rocket aria-hidden />
            Deploy
          </Button>
          {consent.dialog}
        </div>
      </Section>
    </div>
  );
}

interface DeployInput {
  brought: Brought;
  name: string;
  values: Readonly<Record<string, string>>;
  targets: readonly DatabaseTarget[];
  specs: readonly VariableSpec[];
  settings: DeploySettings;
}

/** Saves the project and its values, and starts the deployment. A second try goes on where the first stopped. */
function useDeployExisting({ brought, name, values, targets, specs, settings }: DeployInput) {
  const client = useTRPCClient();
  const router = useRouter();
  const created = useRef<{ name: string; id: string; key: string }>(undefined);
  return useMutation({
    mutationFn: async () => {
      if (created.current?.name !== name) {
        const { id } = await client.project.create.mutate({ name });
        created.current = { name, id, key: crypto.randomUUID() };
      }
      const { id: projectId, key: idempotencyKey } = created.current;
      const given = Object.entries(values).filter(([, value]) => value !== "");
      const isSensitive = (key: string) => specs.find((spec) => spec.key === key)?.sensitive ?? true;
      const variables = Object.fromEntries(given.map(([key, value]) => [key, { value, sensitive: isSensitive(key) }]));
      if (given.length > 0) await client.environment.set.mutate({ projectId, variables, cause: "Brought project" });
      if (Object.keys(settings).length > 0) await client.deployment.setSettings.mutate({ projectId, settings });
      const { sourceId } = brought;
      return client.deployment.startAll.mutate({
        projectId,
        targets: withAccounts(targets, await client.platform.list.query()),
        sourceId,
        idempotencyKey,
        ...(targets.some(({ database }) => database) ? { timeoutSeconds: withDatabaseSeconds } : {}),
      });
    },
    onSuccess: (started) => router.push(startedHref(started)),
  });
}

/** The commands that were found; how it is installed follows from its lockfile. */
function detectedSettings({ commands }: Brought["project"]): DeploySettings {
  return {
    ...(commands.build === undefined ? {} : { buildCommand: commands.build }),
    ...(commands.start === undefined ? {} : { startCommand: commands.start }),
  };
}

function specsOf({ project }: Brought): VariableSpec[] {
  return project.config ? variablesOf(project.config) : appVariables(project.variables);
}

/** A name fit for an address, from whatever the folder is called. */
function nameFrom(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 40);
  return plain === "" ? "my-app" : plain.replace(/-+$/, "");
}
