import type { Feature } from "../engine/feature";
import { chatbot } from "./chatbot/feature";
import { drizzlePostgres } from "./drizzle-postgres/feature";
import { next } from "./next/feature";
import { nextauth } from "./nextauth/feature";

/** Every feature, in the order their entries appear in a project. */
export const features: readonly Feature[] = [next, drizzlePostgres, nextauth, chatbot];
