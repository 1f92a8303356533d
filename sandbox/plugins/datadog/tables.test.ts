import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import ts from "typescript";

import { dashboard } from "./dashboard/table.js";
import { downtime } from "./downtime/table.js";
import { monitor } from "./monitor/table.js";
import { notificationRule } from "./notification-rule/table.js";
import { restrictionPolicy } from "./restriction-policy/table.js";
import { sloCorrection } from "./slo-correction/table.js";
import { slo } from "./slo/table.js";
import type { Block, Field } from "./schema/field.js";

const sdk = createRequire(import.meta.url).resolve("@pulumi/datadog/package.json");
const nested = interfaces("types/input.d.ts");

test.each([
  ["Monitor", "monitor.d.ts", "MonitorArgs", monitor],
  ["Dashboard", "dashboard.d.ts", "DashboardArgs", dashboard],
  ["DowntimeSchedule", "downtimeSchedule.d.ts", "DowntimeScheduleArgs", downtime],
  ["MonitorNotificationRule", "monitorNotificationRule.d.ts", "MonitorNotificationRuleArgs", notificationRule],
  ["RestrictionPolicy", "restrictionPolicy.d.ts", "RestrictionPolicyArgs", restrictionPolicy],
  ["ServiceLevelObjective", "serviceLevelObjective.d.ts", "ServiceLevelObjectiveArgs", slo],
  ["SloCorrection", "sloCorrection.d.ts", "SloCorrectionArgs", sloCorrection],
])("the table of %s has the inputs of the SDK, each of its kind", (_, file, name, table) => {
  expect(described(table)).toEqual(declared(interfaces(file).get(name)));
});

test("only what Datadog alone can say is never sent", () => {
  const readOnly = [monitor, dashboard, downtime].flatMap((table) => names(table, (field) => field.readOnly === true));
  expect(new Set(readOnly)).toEqual(new Set(["url", "id", "dashboardListsRemoveds"]));
});

type Shape = string | { [input: string]: Shape };

/** What a table says, in the notation of {@link declared}. */
function described(block: Block): Shape {
  const inputs = Object.entries(block.fields).filter(([name]) => name !== "dashboardListsRemoveds");
  return Object.fromEntries(inputs.map(([name, field]) => [key(name, field), shape(field)]));
}

function key(name: string, field: Field): string {
  return field.required ? name : `${name}?`;
}

function shape(field: Field): Shape {
  switch (field.kind) {
    case "text":
    case "numeral":
      return "string";
    case "flag":
      return "boolean";
    case "number":
      return "number";
    case "texts":
      return field.numbers ? "number[]" : "string[]";
    case "block":
      return described(field.block);
    case "blocks":
      return { "[]": described(field.block) };
    case "official only":
      return "any";
  }
}

/** What the SDK's types say, as far down as the tables go. */
function declared(of: ts.InterfaceDeclaration | undefined): Shape {
  if (!of) throw new Error("the SDK has no such interface");
  const members = of.members.filter(ts.isPropertySignature);
  return Object.fromEntries(
    members.map((member) => {
      const name = member.name.getText();
      const isElsewhere = officialOnly.includes(name);
      return [member.questionToken ? `${name}?` : name, isElsewhere ? "any" : typeShape(member.type)];
    }),
  );
}

function typeShape(type: ts.TypeNode | undefined): Shape {
  if (!type) throw new Error("the SDK has an input without a type");
  if (ts.isUnionTypeNode(type)) return typeShape(type.types.find((one) => one.kind !== ts.SyntaxKind.UndefinedKeyword));
  if (ts.isArrayTypeNode(type)) {
    const element = typeShape(type.elementType);
    return typeof element === "string" ? `${element}[]` : { "[]": element };
  }
  if (!ts.isTypeReferenceNode(type)) return type.getText();
  const name = type.typeName.getText();
  return name === "pulumi.Input"
    ? typeShape(type.typeArguments?.[0])
    : declared(nested.get(name.replace("inputs.", "")));
}

function interfaces(file: string): Map<string, ts.InterfaceDeclaration> {
  const text = readFileSync(sdk.replace("package.json", file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const all = source.statements.flatMap((statement) =>
    ts.isModuleDeclaration(statement) && statement.body && ts.isModuleBlock(statement.body)
      ? [...statement.body.statements]
      : [statement],
  );
  return new Map(all.filter(ts.isInterfaceDeclaration).map((one) => [one.name.text, one]));
}

/** Inputs that this stand-in answers with a Check failure. */
const officialOnly = [monitor, dashboard, slo].flatMap((table) =>
  names(table, (field) => field.kind === "official only"),
);

function names(block: Block, which: (field: Field) => boolean): string[] {
  return Object.entries(block.fields).flatMap(([name, field]) => [
    ...(which(field) ? [name] : []),
    ...(field.kind === "block" || field.kind === "blocks" ? names(field.block, which) : []),
  ]);
}
