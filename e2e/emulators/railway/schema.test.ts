import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  parse,
  validate,
} from "graphql";
import { describe, expect, it } from "vitest";
import * as account from "../../../src/modules/connections/railway/documents/account";
import * as services from "../../../src/modules/connections/railway/documents/app-services";
import * as deployments from "../../../src/modules/connections/railway/documents/deployments";
import * as operations from "../../../src/modules/connections/railway/documents/operations";
import * as projects from "../../../src/modules/connections/railway/documents/projects";
import { specificationFolder } from "../kernel/specification";
import { operationNames } from "./contract";
import { sdl } from "./sdl";

const official = path.join(specificationFolder() ?? "", "railway.schema.graphql");
const hasOfficial = existsSync(official);

const documents = [account, projects, services, deployments, operations]
  .flatMap((folder) => Object.values(folder))
  .filter((value) => typeof value === "object" && "text" in value && "kind" in value);

const own = buildSchema(sdl);

describe("the documents Berth sends", () => {
  it.each(documents.map((document) => [document.name, document] as const))(
    "%s fits the stand-in's schema",
    (_, document) => {
      expect(validate(own, parse(document.text)).map(({ message }) => message)).toEqual([]);
    },
  );

  it("are the operations of the contract", () => {
    const sent = documents.filter(({ kind }) => kind !== "subscription").map(({ name }) => name);
    expect(sent.toSorted()).toEqual(operationNames.toSorted());
  });

  it("would be refused with a selection that the schema does not have", () => {
    const faults = validate(own, parse("mutation deploymentRollback { deploymentRollback(id: 1) { id status } }"));
    expect(faults.length).toBeGreaterThan(0);
  });
});

// The official schema is not part of the project: where it lies beside it, nothing here may differ from it.
describe.skipIf(!hasOfficial)("Railway's own schema (skipped where its file is not at hand)", () => {
  const schema = hasOfficial ? buildSchema(readFileSync(official, "utf8")) : own;

  it.each(documents.map((document) => [document.name, document] as const))("has what %s asks for", (_, document) => {
    expect(validate(schema, parse(document.text)).map(({ message }) => message)).toEqual([]);
  });

  it("has every type and field of the stand-in, of the same type and with the same arguments", () => {
    const differences = Object.values(own.getTypeMap())
      .filter(({ name }) => !name.startsWith("__"))
      .flatMap((type) => differencesOf(type, schema.getType(type.name)));
    expect(differences).toEqual([]);
  });
});

function differencesOf(mine: GraphQLNamedType, theirs: GraphQLNamedType | undefined): string[] {
  if (!theirs) return [`${mine.name} is not there`];
  if (isEnumType(mine) && isEnumType(theirs)) {
    const values = theirs.getValues().map(({ name }) => name);
    const here = mine.getValues().map(({ name }) => name);
    const differing = [
      ...values.filter((name) => !here.includes(name)),
      ...here.filter((name) => !values.includes(name)),
    ];
    return differing.map((name) => `${mine.name}.${name}`);
  }
  if (isInputObjectType(mine) && isInputObjectType(theirs)) {
    const fields = theirs.getFields();
    const missing = Object.values(fields).filter(
      (field) => isRequiredInputField(field) && !(field.name in mine.getFields()),
    );
    return [
      ...missing.map(({ name }) => `${mine.name}.${name} is required`),
      ...Object.values(mine.getFields()).flatMap(({ name, type }) =>
        String(fields[name]?.type) === String(type) ? [] : [`${mine.name}.${name}: ${type} is ${fields[name]?.type}`],
      ),
    ];
  }
  if (!isObjectType(mine) || !isObjectType(theirs)) return mine.constructor === theirs.constructor ? [] : [mine.name];
  return Object.values(mine.getFields()).flatMap((field) => {
    const other = theirs.getFields()[field.name];
    const at = `${mine.name}.${field.name}`;
    if (!other) return [`${at} is not there`];
    const type = String(other.type) === String(field.type) ? [] : [`${at}: ${field.type} is ${other.type}`];
    return [...type, ...argumentDifferences(at, field.args, other.args)];
  });
}

function argumentDifferences(
  at: string,
  mine: readonly GraphQLArgument[],
  theirs: readonly GraphQLArgument[],
): string[] {
  const known = new Map(theirs.map((argument) => [argument.name, String(argument.type)]));
  const here = new Set(mine.map(({ name }) => name));
  return [
    ...mine.flatMap(({ name, type }) =>
      known.get(name) === String(type) ? [] : [`${at}(${name}: ${type}) is ${known.get(name)}`],
    ),
    ...theirs
      .filter((argument) => isRequiredArgument(argument) && !here.has(argument.name))
      .map(({ name }) => `${at} needs ${name}`),
  ];
}
