import * as fc from "fast-check";
import { expect, test } from "vitest";
import { unitText, type UnitSettings } from "../../../components/packs/services/unit";

const SETTINGS: UnitSettings = {
  service: "shop",
  env: "dev",
  version: "1.2.3",
  tags: ["team:sre", "role:web"],
  agentUrl: "http://127.0.0.1:8126",
  user: "shop",
  folder: "/opt/lookout/shop/code-1",
  environmentFolder: "/opt/lookout/shop/environment-2",
  command: ["waitress-serve", "--listen=127.0.0.1:5050", "app:app"],
  variables: {},
  credentials: [],
  credentialsFolder: "/etc/lookout/shop",
};
const lines = (settings: Partial<UnitSettings> = {}) => unitText({ ...SETTINGS, ...settings }).split("\n");

test("the command runs under ddtrace-run, from its own environment, as its own user", () => {
  expect(lines()).toEqual(
    expect.arrayContaining([
      "ExecStart=/opt/lookout/shop/environment-2/bin/ddtrace-run /opt/lookout/shop/environment-2/bin/waitress-serve --listen=127.0.0.1:5050 app:app",
      "User=shop",
      "WorkingDirectory=/opt/lookout/shop/code-1",
    ]),
  );
});

test("a program with a path of its own is that one", () => {
  expect(lines({ command: ["/usr/bin/env", "true"] })).toContain(
    "ExecStart=/opt/lookout/shop/environment-2/bin/ddtrace-run /usr/bin/env true",
  );
});

test("Datadog's variables say what the traces are of, and where they go", () => {
  expect(lines({ sampleRate: 0.5 }).filter((line) => line.startsWith("Environment="))).toEqual([
    "Environment=DD_SERVICE=shop",
    "Environment=DD_ENV=dev",
    "Environment=DD_VERSION=1.2.3",
    "Environment=DD_TAGS=team:sre,role:web",
    "Environment=DD_LOGS_INJECTION=true",
    "Environment=DD_TRACE_AGENT_URL=http://127.0.0.1:8126",
    `Environment="DD_TRACE_SAMPLING_RULES=[{\\"sample_rate\\":0.5}]"`,
  ]);
  expect(lines({ tags: [] }).join("\n")).not.toMatch(/DD_TAGS|DD_TRACE_SAMPLING_RULES/);
});

test("what systemd would read as its own stands as it is: quotes, white space, % and, in a command, $", () => {
  const text = lines({
    command: ["run", `a "b" c\\d`, "$HOME", "50%"],
    variables: { DSN: "host=/run user='x y'", PRICE: "5$ or 10%" },
  });
  expect(text).toContain(
    `ExecStart=/opt/lookout/shop/environment-2/bin/ddtrace-run /opt/lookout/shop/environment-2/bin/run "a \\"b\\" c\\\\d" $$HOME 50%%`,
  );
  expect(text).toContain(`Environment="DSN=host=/run user='x y'"`);
  expect(text).toContain(`Environment="PRICE=5$ or 10%%"`);
});

test("secrets are files that systemd hands over, and in no variable", () => {
  expect(lines({ credentials: ["token"] })).toContain("LoadCredential=token:/etc/lookout/shop/token");
});

test("the service may write nowhere and gain nothing", () => {
  expect(lines()).toEqual(
    expect.arrayContaining(["NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=", "PrivateTmp=yes"]),
  );
});

/** A line of systemd's as systemd reads it: words, their quotes and escapes undone, and `%%`. */
function words(value: string): string[] {
  const found = value.match(/(?:"(?:\\.|[^"\\])*"|\\.|[^\s"\\])+/g) ?? [];
  return found.map((word) =>
    word
      .replace(/^"|"$/g, "")
      .replace(/\\x([0-9a-f]{2})|\\(.)/g, (_, code?: string, one?: string) =>
        code === undefined ? (one ?? "") : String.fromCharCode(parseInt(code, 16)),
      )
      .replaceAll("%%", "%"),
  );
}

const anyText = fc.oneof(
  fc.string({ unit: "binary", minLength: 1 }),
  fc.string({ unit: fc.constantFrom(...Array.from("ab \n\r\t%$\"'\\;=#[]")), minLength: 1 }),
);

// field/faults.md 7
test("no text of any setting is more than its own words of its own line", () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, anyText, (version, env, variable, word) => {
      const usual = lines().length;
      const unit = lines({ version, env, variables: { X: variable }, command: ["run", word] });
      expect(unit).toHaveLength(usual + 1);
      const environment = unit.filter((line) => line.startsWith("Environment=")).map((line) => words(line.slice(12)));
      expect(environment).toEqual(
        expect.arrayContaining([[`DD_VERSION=${version}`], [`DD_ENV=${env}`], [`X=${variable}`]]),
      );
      const start = unit.find((line) => line.startsWith("ExecStart="))?.slice(10) ?? "";
      const [, program, ...rest] = words(start).map((one) => one.replaceAll("$$", "$"));
      expect([program, ...rest]).toEqual(["/opt/lookout/shop/environment-2/bin/run", word]);
    }),
  );
});
