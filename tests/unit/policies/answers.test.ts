import * as datadog from "@pulumi/datadog";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ANSWERS_SHOWN } from "../../../components/answers-shown";
import { environment } from "../../../components/environment/environment";
import { registrationsOf } from "../../../cli/stack/program";
import type { Declared } from "../../../policies/declared";
import { ownRules } from "../../../policies/policies";
import { declaredIn } from "../../../policies/rule";
import { warningsOfEach } from "../../components/warned";
import { analysed, said } from "./analysed";

warningsOfEach();
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-29T12:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

const runbook = ownRules.find(({ id }) => id === "policy/runbook");
const monitor = declaredIn(runbook?.fails ?? { type: "", inputs: {} });
const answer = { rule: "policy/runbook", on: "queue", reason: "It is being written." };
const shown = (...answers: object[]): Declared => ({
  ...declaredIn({ type: ANSWERS_SHOWN, inputs: { answers } }, "lint"),
});
const of = async (...declared: Declared[]) => said(await analysed(declared), "policy/runbook");

describe("an answer that a stack shows", () => {
  test.each([
    ["of another rule", { ...answer, rule: "policy/owner" }],
    ["of another resource", { ...answer, on: "queues" }],
    ["that is over", { ...answer, until: "2026-11-28" }],
  ])("%s lets nothing pass", async (_, other) => {
    expect(await of(shown(other), monitor)).toHaveLength(1);
  });

  test("lets pass what it is of, on its last day, too", async () => {
    expect(await of(shown(answer), monitor)).toEqual([]);
    expect(await of(shown({ ...answer, until: "2026-11-29" }), monitor)).toEqual([]);
  });

  test("may name the resource's component, or the same rule of Lookout's settings", async () => {
    expect(await of(shown({ ...answer, on: "queues" }), { ...monitor, parentName: "queues" })).toEqual([]);
    expect(await of(shown({ ...answer, rule: "demand/runbook" }), monitor)).toEqual([]);
  });

  test("is its stack's alone", async () => {
    const other = { ...shown(answer), urn: shown(answer).urn.replace(":dev:", ":prod:") };
    expect(await of(other, monitor)).toHaveLength(1);
  });
});

test("an answer in the configuration of its rule lets pass what it is of", async () => {
  const configured = { on: answer.on, reason: answer.reason };
  const found = (answers: object[]) => analysed([monitor], { "policy/runbook": { answers } });
  expect(said(await found([configured]), "policy/runbook")).toEqual([]);
  expect(said(await found([{ ...configured, until: "2026-11-28" }]), "policy/runbook")).toHaveLength(1);
});

describe("a stack of Lookout's", () => {
  const program = async () => (await import("../../../index.js")).default();
  /** In the order in which an engine is told of them. */
  const plan = async (lint: object[], run: () => Promise<unknown> = program): Promise<Declared[]> => {
    const settings = {
      overlay: path.join(__dirname, "../../plans/dev.overlay.yaml"),
      notify: ["@oncall@example.com"],
      agent: { version: "1:7.70.1-1" },
      hosts: [{ name: "db1" }],
      lint,
    };
    const config = Object.entries(settings).map(([key, value]) => [
      `lookout:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    const registrations = await registrationsOf(run, {
      ...{ project: "lookout", stack: "dev", config: Object.fromEntries(config) as Record<string, string> },
      answer: ({ name, inputs }) => ({
        id: "1001",
        state: { ...inputs, stdout: `lookout ran: {"version":"7.70.1","hostname":"${name}","checks":{}}`, url: "/a" },
      }),
    });
    return registrations.map(({ type, name, inputs }) => declaredIn({ type, inputs }, name));
  };
  const ownerless = async (declared: Declared[]) => said(await analysed(declared), "policy/owner");

  test("that answers nothing shows nothing, and hears what the pack finds", async () => {
    const declared = await plan([]);
    expect(declared.filter(({ type }) => type === ANSWERS_SHOWN)).toEqual([]);
    expect(await ownerless(declared)).toContainEqual(expect.stringMatching(/^hosts-away /));
  });

  test("shows its answers before all that they are of, and the pack lets it pass", async () => {
    const rules = ["hosts-away", "hosts-disk", "hosts-full"].map((on) => ({
      rule: "policy/owner",
      on,
      reason: "nobody's",
    }));
    const declared = await plan([...rules]);
    const types = declared.map(({ type }) => type);
    expect(types.indexOf(ANSWERS_SHOWN)).toBeLessThan(types.findIndex((type) => type.startsWith("datadog:")));
    expect(await ownerless(declared)).toEqual([]);
  });

  test("answers for what is declared by the provider's own classes before it, too", async () => {
    const lookout = environment();
    const beside = async () => {
      new datadog.MonitorJson("queue", { monitor: JSON.stringify(monitor.inputs) });
      await lookout();
    };
    const declared = await plan([{ ...answer, rule: "policy/owner" }], beside);
    const types = declared.map(({ type }) => type);
    expect(types.indexOf(ANSWERS_SHOWN)).toBeLessThan(types.indexOf("datadog:index/monitorJson:MonitorJson"));
  });

  test("may answer what only the pack can find, but no rule that is none", async () => {
    await plan([{ rule: "policy/agent-age", on: "db1", reason: "its kernel" }]);
    await expect(plan([{ rule: "policy/agent-ages", on: "db1", reason: "x" }])).rejects.toThrow(
      "lint[0] answers policy/agent-ages, which is no rule; did you mean policy/agent-age?",
    );
  });
});
