import type { Metadata } from "next";
import { getDevice, getMe, pageCtx } from "@/modules/identity";
import { DeviceCodePanel, DeviceDecisionPanel, DeviceDonePanel } from "@/modules/identity/ui/device-panel";
import { AppError, toAppError } from "@/server/errors";
import { first, type SearchParams } from "../search-params";

export const metadata: Metadata = { title: "Connect a terminal" };

export default async function DevicePage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await pageCtx();
  const query = await searchParams;
  const done = first(query.done);
  if (done) return <DeviceDonePanel isApproved={done === "approve"} />;
  const code = first(query.code);
  if (!code) return <DeviceCodePanel />;
  const [device, me] = await Promise.all([getDevice(ctx, code).catch(expected), getMe(ctx)]);
  if (device instanceof AppError) return <DeviceCodePanel problem={device.message} code={code} />;
  return <DeviceDecisionPanel device={device} who={me.email ?? me.name} />;
}

function expected(error: unknown): AppError {
  const known = toAppError(error);
  if (known.code === "INTERNAL") throw error;
  return known;
}
