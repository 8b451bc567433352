#!/usr/bin/env node
import { answerInJson } from "./output";
import { createProgram } from "./program";
import { runProgram } from "./run";

// Before parsing: a wrong option must also answer in JSON.
if (process.argv.includes("--json")) answerInJson();
await runProgram(createProgram(), process.argv);
