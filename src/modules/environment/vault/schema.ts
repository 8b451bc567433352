import { z } from "zod";

export const RotateKeys = z.discriminatedUnion("scope", [
  /** `newKey` makes a master key first, where Berth keeps the keys itself; without it the first of ENCRYPTION_KEYS is taken. */
  z.object({ scope: z.literal("master"), newKey: z.boolean().default(false) }),
  z.object({ scope: z.literal("project"), projectId: z.string().min(1) }),
]);

export const RotationId = z.object({ runId: z.string().min(1) });

export interface RotationState {
  runId: string;
  status: "queued" | "running" | "cancelling" | "succeeded" | "failed" | "cancelled" | "timed_out";
  startedAt: string;
  /** Null while it waits or works. */
  finishedAt: string | null;
  /** Why it did not finish. */
  message?: string | undefined;
}

export interface MasterKeyState {
  id: string;
  isActive: boolean;
  /** False for a key that stored keys need and this Berth does not have. */
  isPresent: boolean;
  /** How many stored keys it wraps. */
  wraps: number;
  /** It wraps nothing any more: only backups made before may need it. */
  isRemovable: boolean;
}

export interface ProjectKeyState {
  projectId: string;
  projectName: string;
  keyId: string;
  createdAt: string;
  /** How many values the key has sealed, of all versions. */
  sealed: number;
  values: number;
  /** Values that an older key still seals. */
  behind: number;
  /** Why it should be rotated now. */
  advice: string | null;
  rotation: RotationState | null;
}

export interface VaultStatus {
  masterKeys: MasterKeyState[];
  /** True where Berth keeps the master keys itself and can make a new one. */
  canMakeKey: boolean;
  canRotateMaster: boolean;
  rotation: RotationState | null;
  projects: ProjectKeyState[];
}
