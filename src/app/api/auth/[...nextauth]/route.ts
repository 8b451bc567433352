import { handlers } from "@/app/(auth)/next-auth";

export const { GET, POST } = handlers;
