import { answerInJson } from "./output";
import { createProgram } from "./program";
import { runProgram } from "./run";

// Before parsing: a wrong option must also answer in JSON.
if (process.argv.includes("--json")) answerInJson();
createProgram(process.argv[2]).then((program) => runProgram(program, process.argv));
