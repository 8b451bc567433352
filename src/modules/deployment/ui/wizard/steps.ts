export const wizardSteps = [
  { id: "stack", label: "Stack" },
  { id: "files", label: "Files" },
  { id: "environment", label: "Environment" },
  { id: "target", label: "Target" },
  { id: "deploy", label: "Deploy" },
] as const;

export type WizardStep = (typeof wizardSteps)[number]["id"];

/** The step an address asks for; the first when it names none. */
export function stepOf(query: URLSearchParams): WizardStep {
  return wizardSteps.find(({ id }) => id === query.get("step"))?.id ?? "stack";
}

/** The steps beside a step, so far as there are any. */
export function neighbours(step: WizardStep) {
  const index = wizardSteps.findIndex(({ id }) => id === step);
  return { index, previous: wizardSteps[index - 1], next: wizardSteps[index + 1] };
}
