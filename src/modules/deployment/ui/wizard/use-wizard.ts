"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ScaffoldConfig } from "@/modules/scaffold/schema";
import type { WizardStart } from "@/modules/scaffold/ui/open-wizard";
import { writeChoices } from "@/modules/scaffold/ui/wizard-query";
import { useModule } from "@/ui/use-module";
import type { EnteredSettings } from "../offers/build-settings";
import { costsOf, databaseMakers } from "../offers/offers";
import { stepOf, type WizardStep } from "./steps";
import { type ChosenTarget, readDatabaseWish, readTargets, strictestPlatform, writeTargets } from "./targets";
import { useChoices } from "./use-choices";

const loadEnvironment = () => import("@/modules/environment/pure");

/** The state of the wizard. Its choices and its step are the address; values of variables stay in memory. */
export function useWizard(start: WizardStart) {
  const [step, setStep] = useState<WizardStep>(() => stepOf(new URLSearchParams(start.query)));
  const [targets, setTargets] = useState<readonly ChosenTarget[]>(() => readTargets(new URLSearchParams(start.query)));
  const [isDatabaseWished, setDatabaseWished] = useState(() => readDatabaseWish(new URLSearchParams(start.query)));
  const [build, setBuild] = useState<EnteredSettings>({ settings: {}, isValid: true });
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const place = useRef({ step, targets, isDatabaseWished });

  const write = useCallback(
    (config: ScaffoldConfig, how: "push" | "replace") => {
      const query = writeChoices(config, start.groups, start.defaults);
      const platforms = writeTargets(place.current.targets);
      if (platforms) query.set("platform", platforms);
      if (place.current.isDatabaseWished) query.set("postgres", "create");
      if (place.current.step !== "stack") query.set("step", place.current.step);
      const address = query.size > 0 ? `?${query}` : window.location.pathname;
      if (how === "push") window.history.pushState(null, "", address);
      else window.history.replaceState(null, "", address);
    },
    [start],
  );
  const choices = useChoices(
    start,
    useCallback((config: ScaffoldConfig) => write(config, "replace"), [write]),
  );

  const goTo = (next: WizardStep) => {
    if (next === step) return;
    place.current.step = next;
    setStep(next);
    write(choices.config, "push");
  };
  const aim = (next: readonly ChosenTarget[]) => {
    place.current.targets = next;
    setTargets(next);
    write(choices.config, "replace");
  };
  const wishDatabase = (isWished: boolean) => {
    place.current.isDatabaseWished = isWished;
    setDatabaseWished(isWished);
    write(choices.config, "replace");
  };
  const { restore } = choices;
  useEffect(() => {
    const onBack = () => {
      const query = new URLSearchParams(window.location.search);
      place.current = {
        step: stepOf(query),
        targets: readTargets(query),
        isDatabaseWished: readDatabaseWish(query),
      };
      setStep(place.current.step);
      setTargets(place.current.targets);
      setDatabaseWished(place.current.isDatabaseWished);
      restore(query);
    };
    window.addEventListener("popstate", onBack);
    return () => window.removeEventListener("popstate", onBack);
  }, [restore]);

  const platform = strictestPlatform(targets);
  const { module: environment } = useModule(loadEnvironment);
  const specs = choices.specs ?? [];
  /** The targets that make a database, once that is wished. */
  const makers = isDatabaseWished ? databaseMakers(specs, targets) : [];
  const hasDatabase = makers.length > 0;
  const check =
    environment && choices.specs
      ? environment.checkEnvironment({ specs: choices.specs, values, platform, hasDatabase })
      : undefined;
  const costs = costsOf(targets, makers);
  return {
    start,
    choices,
    step,
    goTo,
    targets,
    platform,
    aim,
    values,
    setValues,
    check,
    makers,
    wishDatabase,
    costs,
    build,
    setBuild,
  };
}

export type WizardState = ReturnType<typeof useWizard>;
