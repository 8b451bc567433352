import { registerAuditJobs } from "@/modules/audit/jobs";
import { connectionKeys } from "@/modules/connections";
import { registerJobs as registerDeploymentJobs } from "@/modules/deployment/jobs";
import { dataKeys } from "@/modules/environment";
import { registerEnvironmentJobs } from "@/modules/environment/jobs";
import { createSignInLink, ensureCliToken, ensureOwner } from "@/modules/identity";
import { registerIdentityJobs } from "@/modules/identity/jobs";
import { modelKeys } from "@/modules/models";
import { channelKeys } from "@/modules/notifications";
import { registerNotificationJobs } from "@/modules/notifications/jobs";
import { createKernel } from "./create-kernel";
import { scheduleDumps } from "./database/dumps";
import { getEnv } from "./env";
import { AppError } from "./errors";
import { type Kernel, startKernel, systemCtx } from "./kernel";
import { createLogger } from "./logger";
import { handleSignals } from "./process/shutdown";
import { announceSignInLink, stopWithStarter } from "./process/starter";
import { baseUrl } from "./web/host";
import { registerWrappedKeys } from "./wrapped-keys";

/** Starts Berth in this process: kernel, modules' jobs, and what the first start sets up. Later calls get the same kernel. */
function boot(): Promise<Kernel> {
  return startKernel(start);
}

/** Boots, and ends the process with one clear line when that is not possible. */
export async function bootOrExit(): Promise<Kernel> {
  try {
    return await boot();
  } catch (error) {
    const text = AppError.is(error)
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
    process.stderr.write(`Berth cannot start. ${text}\n`);
    process.exit(1);
  }
}

async function start(): Promise<Kernel> {
  const env = getEnv();
  const log = createLogger(env.logLevel);
  registerModuleKeys();
  const kernel = await createKernel(env, log);
  try {
    log.info({ database: kernel.database.location, role: env.role, hostId: kernel.hostId }, "Berth uses this database");
    const { orgId } = await ensureOwner(kernel);
    await registerModules(kernel);
    scheduleDumps(kernel);
    if (env.role !== "worker") await ensureCliToken(kernel);
    kernel.onRestore(async () => {
      await ensureOwner(kernel);
      if (env.role !== "worker") await ensureCliToken(kernel);
    });
    handleSignals(() => kernel.shutdown());
    stopWithStarter(() => kernel.shutdown());
    announceSignInLink(await createSignInLink(systemCtx(kernel, { orgId }), baseUrl(env)));
    return kernel;
  } catch (error) {
    await kernel.shutdown();
    throw error;
  }
}

/** Each module's background work, in the order of the modules. */
async function registerModules(kernel: Kernel): Promise<void> {
  registerIdentityJobs(kernel);
  registerAuditJobs(kernel);
  registerNotificationJobs(kernel);
  await registerEnvironmentJobs(kernel);
  await registerDeploymentJobs(kernel);
}

/** Every table that holds keys wrapped by the master keys, as its module opens them. Before the kernel opens, which tries them. */
export function registerModuleKeys(): void {
  registerWrappedKeys(dataKeys, modelKeys, connectionKeys, channelKeys);
}
