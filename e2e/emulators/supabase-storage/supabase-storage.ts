import { type Emulator, type EmulatorOptions, startEmulator } from "../kernel/emulator";
import { contract } from "./contract";
import { refusals } from "./refusals";
import { storageRoutes, type World } from "./routes";
import { type BucketOptions, createBucket } from "./state";

export interface SupabaseStorageOptions extends EmulatorOptions {
  /** By name. */
  buckets?: Record<string, BucketOptions>;
}

export interface SupabaseStorageEmulator extends Emulator {
  /** Passes row-level security; the good token does not. */
  serviceKey: string;
  /** Content of a file. */
  read(bucket: string, path: string): Buffer | undefined;
}

/** Starts the stand-in of Supabase Storage; its routes are below `/storage/v1`, as in a project. */
export async function startSupabaseStorage(options: SupabaseStorageOptions = {}): Promise<SupabaseStorageEmulator> {
  const serviceKey = "supabase-service-key-0123456789abcdef";
  const world: World = { buckets: new Map(), signed: new Map(), serviceKey };
  const reset = () => {
    world.signed.clear();
    world.buckets = new Map(
      Object.entries(options.buckets ?? {}).map(([name, bucket]) => [name, createBucket(bucket)]),
    );
  };
  reset();
  const tokens = options.tokens ?? ["supabase-anon-key-0123456789abcdef"];
  const emulator = await startEmulator(
    {
      platform: "supabase-storage",
      routes: storageRoutes(world),
      contract,
      tokenOf: ({ headers }) =>
        headers.get("authorization")?.replace(/^bearer /i, "") ?? headers.get("apikey") ?? undefined,
      unauthorized: refusals.wrongToken,
      state: () =>
        Object.fromEntries(
          [...world.buckets].map(([name, { isPublic, deny, objects }]) => [
            name,
            { isPublic, deny: [...deny], files: [...objects.keys()] },
          ]),
        ),
      reset,
      errorBody: (status) => ({
        statusCode: String(status),
        error: "Error",
        message: "Refused",
        code: "InternalError",
      }),
    },
    { ...options, tokens: [...tokens, serviceKey] },
  );
  return { ...emulator, serviceKey, read: (bucket, path) => world.buckets.get(bucket)?.objects.get(path)?.bytes };
}
