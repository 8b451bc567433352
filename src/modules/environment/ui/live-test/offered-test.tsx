"use client";
import { useModule } from "@/ui/use-module";
import type { EnvironmentPlace } from "../place";
import { TestButton } from "./test-button";

const loadTests = () => import("../../live-tests/has-test");

interface OfferedTestProps {
  place: EnvironmentPlace;
  variableKey: string;
  /** Id of the rule the variable names, if it does. */
  rule?: string | undefined;
  /** One that is not saved yet; the stored one when left out. */
  value?: string | undefined;
}

/** The button to test a variable, where there is a test for it; nothing else. */
export function OfferedTest({ place, variableKey, rule, value }: OfferedTestProps) {
  const { module } = useModule(loadTests);
  if (!module?.hasTest(variableKey, rule)) return null;
  return <TestButton place={place} variableKey={variableKey} {...(value === undefined ? {} : { value })} />;
}
