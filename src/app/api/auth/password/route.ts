import { signInWithForm } from "@/app/(auth)/sign-in-request";
import { route } from "@/server/http";

export const POST = route("sign-in password", (request) => signInWithForm(request, "password", "/sign-in"));
