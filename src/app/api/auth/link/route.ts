import { signInWithForm } from "@/app/(auth)/sign-in-request";
import { route } from "@/server/http";

export const POST = route("sign-in link", (request) => signInWithForm(request, "link", "/sign-in/link"));
