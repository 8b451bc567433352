import type { OpenConnection } from "@/modules/connections";
import type { DeployTarget } from "../schema";
import type { HostedVariables } from "./variables";

/** One call about an app on a hosting platform. The ids are the platform's own, by what they name, as `saveApp` stored them. */
export interface HostedCall {
  access: OpenConnection;
  app: { name: string; ids: Readonly<Record<string, string>> };
  signal: AbortSignal;
}

/** A deployment as the platform knows it now. */
export interface ProviderDeployment {
  /** `live` serves, or did until a newer one took its place; `waiting` covers queued and paused ones. */
  state: "waiting" | "building" | "needs-approval" | "live" | "failed" | "cancelled" | "removed";
  /** The platform's own word for the state. */
  status: string;
  url?: string;
  /** Why it failed, as the platform says it. */
  message?: string;
}

/** A deployment that was made earlier, by the platform's id. */
interface EarlierDeployment {
  providerId: string;
  target: DeployTarget;
}

/** What an owner of a domain has to set at the DNS provider. */
export interface DnsRecord {
  type: "A" | "AAAA" | "CNAME" | "ALIAS" | "TXT";
  name: string;
  value: string;
  /** What the record is for: to lead visitors there, or to prove ownership. */
  purpose: "address" | "ownership";
}

export interface HostedDomain {
  /** Names the domain in later calls; the domain itself where the platform has no other id. */
  id: string;
  name: string;
  isVerified: boolean;
  records: DnsRecord[];
  /** Why it is not verified yet, as the platform says it. */
  problem?: string;
}

/** How many copies of the app run; with `max` above `instances`, the platform adds copies under load. */
export interface Scale {
  instances: number;
  /** Autoscaling, where the platform has it. */
  max?: number;
  /** Share of the CPU, in percent, at which a copy is added. */
  cpuPercent?: number;
  memoryPercent?: number;
}

/** CPU in cores, memory in bytes; the newest value last. What the platform does not tell is absent. */
export interface HostedUsage {
  cpu?: { at: string; value: number }[];
  memory?: { at: string; value: number }[];
  /** Bytes sent since the beginning of the range. */
  egressBytes?: number;
  /** In US dollars for the running month, as the platform estimates it. */
  estimatedCost?: number;
}

export interface CreatedDatabase {
  /** Ids to keep on the app. */
  ids: Record<string, string>;
  /** What the app's variable is set to: a connection string, or the platform's reference to one. */
  value: string;
  page?: string;
}

/**
 * What can be done with an app after it was deployed. A method that is absent is something the platform cannot do, and
 * nobody is offered it. Every method throws PlatformError, and can be repeated after an answer that was lost.
 */
export interface HostedOperations {
  /** Undefined once the platform does not know the deployment any more. */
  status?(call: HostedCall, providerId: string): Promise<ProviderDeployment | undefined>;
  /** Leads visitors to a preview that was deployed before. Answers the platform's id of what serves then, and its address. */
  promote?(call: HostedCall, deployment: EarlierDeployment): Promise<{ providerId: string; url: string }>;
  /** Leads visitors back to an earlier deployment without building it again. */
  rollback?(call: HostedCall, deployment: EarlierDeployment): Promise<{ providerId: string; url: string }>;
  pause?(call: HostedCall): Promise<void>;
  resume?(call: HostedCall): Promise<void>;
  /** Removes the app from the platform, with everything Berth made for it there. Succeeds when it is gone already. */
  remove?(call: HostedCall): Promise<void>;
  domains?: {
    list(call: HostedCall): Promise<HostedDomain[]>;
    add(call: HostedCall, name: string): Promise<HostedDomain[]>;
    verify(call: HostedCall, id: string): Promise<HostedDomain>;
    remove(call: HostedCall, id: string): Promise<void>;
  };
  scale?: {
    read(call: HostedCall): Promise<Scale>;
    set(call: HostedCall, scale: Scale): Promise<void>;
    /** True where the platform adds and removes copies itself. */
    canAutoscale: boolean;
  };
  usage?(call: HostedCall, range: { since: Date; until: Date }): Promise<HostedUsage>;
  /** A PostgreSQL beside the app. Adopts the one made under this name by an earlier try. */
  createDatabase?(call: HostedCall, database: { name: string }): Promise<CreatedDatabase>;
  variables?: HostedVariables;
  /** Lets a deployment go on that waits for a person's approval. */
  approve?(call: HostedCall, providerId: string): Promise<void>;
}
