import { type OpenConnection, render } from "@/modules/connections";
import { bringChange, type HostedVariable, type VariableChange, type VariableOutcome } from "../variables";

/** The variable by which a service is known as Berth's, when the answer that told its id was lost. */
export const markerVariable = "BERTH_APP_ID";

/** Render takes few calls a minute for single variables, and beyond these the whole list is sent at once. */
const singly = 10;

/** Berth's address of all interfaces: what listens on localhost alone is not seen by Render. */
export function withRuntime(values: Readonly<Record<string, string>>): Record<string, string> {
  return { HOST: "0.0.0.0", ...values };
}

/** Those of the service itself; what groups add to them is not among them. */
export async function listVariables(
  access: OpenConnection,
  serviceId: string,
  signal: AbortSignal,
): Promise<HostedVariable[]> {
  const all = await render.listVariables(access, serviceId, signal);
  return all.filter(({ key }) => key !== markerVariable);
}

export async function changeVariables(
  access: OpenConnection,
  { serviceId, change }: { serviceId: string; change: VariableChange },
  signal: AbortSignal,
): Promise<VariableOutcome> {
  const { length } = Object.keys(change.set);
  return bringChange(change, {
    atOnce: length > singly ? length : 1,
    async set(keys) {
      const set = Object.fromEntries(keys.map((key) => [key, change.set[key] ?? ""]));
      const [key = ""] = keys;
      if (keys.length > 1) await render.mergeVariables(access, serviceId, { set }, signal);
      else await render.setVariable(access, serviceId, { key, value: set[key] ?? "" }, signal);
      return {};
    },
    remove: (key) => render.deleteVariable(access, serviceId, key, signal),
  });
}
