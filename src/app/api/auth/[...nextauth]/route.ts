import { NextRequest } from "next/server";
import { handlers } from "@/app/(auth)/next-auth";
import { getEnv } from "@/server/env";
import { requestBase } from "@/server/web/host";

export const GET = atOurAddress(handlers.GET);
export const POST = atOurAddress(handlers.POST);

/** Next names the address it listens on; next-auth redirects to the one it is given, which must be where people are. */
function atOurAddress(handler: (request: NextRequest) => Promise<Response>) {
  return (request: NextRequest): Promise<Response> => {
    const { pathname, search } = request.nextUrl;
    return handler(new NextRequest(new URL(pathname + search, requestBase(request.headers, getEnv())), request));
  };
}
