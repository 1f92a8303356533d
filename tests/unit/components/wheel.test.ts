import { strToU8, zipSync } from "fflate";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { declaredIntegrations } from "../../../components/agent/declared-integrations";
import { integrations } from "../../../components/agent/integrations-settings";
import { agentFiles, type AgentSettings } from "../../../components/agent/render";
import { readWheel, wheel } from "../../../components/agent/wheel";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-wheels-"));
afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

const METADATA = "Metadata-Version: 2.1\nName: acme-client\nVersion: 1.0\nSummary: Name: x\n";

/** @param content what is in the archive, or what stands in its place. */
function file(
  name = "acme_client-1.0-py3-none-any.whl",
  content: Record<string, string> | string = { "acme_client-1.0.dist-info/METADATA": METADATA },
): string {
  const bytes =
    typeof content === "string"
      ? content
      : zipSync(Object.fromEntries(Object.entries(content).map(([one, text]) => [one, strToU8(text)])));
  fs.writeFileSync(path.join(folder, name), bytes);
  return path.join(folder, name);
}

test("a wheel is its file's name, the package's, and its bytes", () => {
  const read = readWheel(file());
  expect(read).toMatchObject({ file: "acme_client-1.0-py3-none-any.whl", name: "acme_client" });
  expect(Buffer.from(read.content, "base64")).toEqual(fs.readFileSync(path.join(folder, read.file)));
  expect(read.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  "acme_client-1.0-py2.py3-none-any.whl",
  "acme_client-1.0-1-py3-none-any.whl",
  "Acme.Client-1.0-cp312-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
  "acme_client-1.0-cp39-cp39-linux_aarch64.whl",
])("%s is taken", (name) => {
  expect(readWheel(file(name)).name).toBe("acme_client");
});

test("a version with a hyphen has an underscore in the file's name", () => {
  const content = { "acme_client-1.0_1.dist-info/METADATA": METADATA.replace("1.0", "1.0-1") };
  expect(readWheel(file("acme_client-1.0_1-py3-none-any.whl", content)).name).toBe("acme_client");
});

test.each([
  ["acme.whl", /has no wheel's name; expected such as acme_client-1\.0-py3-none-any\.whl/],
  ["acme client-1.0-py3-none-any.whl", /has no wheel's name/],
  ["acme_client-1.0-py2-none-any.whl", /is for py2; expected one for Python 3/],
  ["acme_client-1.0-cp312-cp312-win_amd64.whl", /is for win_amd64; expected any, or a manylinux/],
  ["acme_client-1.0-cp312-cp312-macosx_11_0_arm64.whl", /is for macosx_11_0_arm64/],
  ["acme_client-1.0-cp312-cp312-musllinux_1_2_x86_64.whl", /is for musllinux_1_2_x86_64/],
  ["acme_client-2.0-py3-none-any.whl", /holds acme-client 1\.0; expected what its name says/],
  ["other-1.0-py3-none-any.whl", /holds acme-client 1\.0; expected what its name says/],
])("%s is refused", (name, words) => {
  expect(() => readWheel(file(name))).toThrow(words);
});

test.each([
  ["is no archive", "<html>", /can't be opened; expected a wheel, which is a zip archive/],
  ["has no metadata", { "acme_client.py": "" }, /has no metadata in it/],
  ["has another's metadata", { "vendor/x-1.dist-info/METADATA": METADATA }, /has no metadata in it/],
  ["is too large", " ".repeat(11 * 2 ** 20), /has 11 MiB; expected 10 at most/],
])("a wheel that %s is refused", (_, content, words) => {
  expect(() => readWheel(file(undefined, content))).toThrow(words);
});

test("one that is not there, or is a folder, is refused with its path, without a stack", () => {
  for (const missing of [path.join(folder, "gone-1.0-py3-none-any.whl"), `${folder}/a-1.0-py3-none-any.whl`]) {
    if (missing.includes("/a-")) fs.mkdirSync(missing);
    expect(() => wheel(missing)).toThrow(
      `the wheel ${missing} can't be read; expected a wheel's file, by its path from the project's folder on`,
    );
  }
});

test("no text of a file's name makes it anything but a wheel, or a mistake", () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(() => readWheel(path.join(folder, `${name.replaceAll(/[/\0]/g, "")}.whl`))).toThrow(/^the wheel /);
    }),
  );
});

const ACME = { name: "custom_acme", instances: [{}] };
const declared = (...all: object[]) => declaredIntegrations(integrations.parse(all), folder);

test("every file of integrations that is mistaken is said at once", () => {
  file("bad-1.0-py2-none-any.whl");
  const acme = { ...ACME, source: "gone.py", wheels: ["gone-1.0-py3-none-any.whl", "bad-1.0-py2-none-any.whl"] };
  expect(() => declared(acme)).toThrow(
    /integration custom_acme can't be read: \S*gone\.py[^]*integration custom_acme: the wheel \S*gone-1[^]*the wheel \S*bad-1/,
  );
});

test("wheels are what settings may say, of a check that runs", () => {
  const said = integrations.safeParse([
    { ...ACME, wheels: ["acme.tar.gz"] },
    { name: "x", wheels: ["a.whl"] },
  ]);
  expect(said.error?.issues.map(({ path: at, message }) => `${at.join(".")} ${message}`)).toEqual([
    "0.wheels.0 is not a wheel's file; expected a path that ends in .whl",
    "1.instances is empty; expected at least one, {} where the check needs no settings, or logs",
    "1.instances is empty; expected at least one, without which the check never runs",
  ]);
});

const AGENT: AgentSettings = {
  ...{ apiKey: "0".repeat(32), site: "datadoghq.com", hostname: "db1", env: "dev", tags: [], logLevel: "info" },
  extra: {},
};

test("two integrations may bring one wheel, and not two of a package", () => {
  const one = readWheel(file());
  const integration = (name: string, ...wheels: (typeof one)[]) => ({ name, instances: [{}], wheels });
  expect(agentFiles(AGENT, [integration("a", one), integration("b", one)]).wheels).toEqual([one]);
  const other = readWheel(
    file("acme_client-1.0-1-py3-none-any.whl", { "acme_client-1.0.dist-info/METADATA": `${METADATA}\n` }),
  );
  expect(() => agentFiles(AGENT, [integration("a", one), integration("b", other)])).toThrow(
    "two integrations bring the package acme_client, each another one (acme_client-1.0-py3-none-any.whl, acme_client-1.0-1-py3-none-any.whl); give both the same wheel",
  );
});
