import type { Answer } from "../kernel/emulator";
import { refusal } from "./shapes";

export function refuse(status: number, message: string, errors?: object[]): Answer {
  return { status, json: refusal(message, errors) };
}

export const notFound = refuse(404, "Not Found");
