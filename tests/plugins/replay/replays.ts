import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundlePlugin } from "../../../sandbox/plugins/bundle.js";
import type { PluginName } from "../../../sandbox/plugins/versions.js";
import type { Case } from "../corpus/case.js";
import { corpus } from "../corpus/corpus.js";
import { Session } from "../drive/session.js";
import { knownDifferences } from "../known-differences.js";
import { comparable, recordedStackCases, recordings } from "../recording.js";

/**
 * Holds the local plugin to what the official one did in each case.
 *
 * @param atOnce how many cases run side by side, each with a plugin of its own: for those that mostly wait.
 */
export function replays(plugin: PluginName, chosen: (one: Case) => boolean = () => true, atOnce = 1): void {
  const folder = mkdtempSync(path.join(tmpdir(), "replay-"));
  const sessions: Session[] = [];
  const idle: Session[] = [];

  beforeAll(async () => {
    const file = path.join(folder, `pulumi-resource-${plugin}`);
    writeFileSync(file, await bundlePlugin(plugin), { mode: 0o755 });
    for (let i = 0; i < atOnce; i++) sessions.push(await Session.start(plugin, file));
    idle.push(...sessions);
  });

  afterAll(async () => {
    for (const session of sessions) await session.stop();
    rmSync(folder, { recursive: true });
  });

  const cases = [...corpus, ...recordedStackCases()].filter((one) => one.plugin === plugin && chosen(one));
  for (const one of cases) {
    const known = knownDifferences.find(({ cases: pattern }) => pattern.test(one.name));
    // A known difference that is gone fails, and has to be struck off the list.
    const title = known ? `${one.name} (known to differ: ${known.reason})` : one.name;
    test(title, { concurrent: atOnce > 1, fails: known !== undefined }, async () => {
      const recording = recordings.read(one.name);
      expect(recording, "no recording; make one with `npm run conformance -- --record`").toBeDefined();
      const session = idle.pop();
      if (session === undefined) throw new Error("more cases at once than there are plugins: see maxConcurrency");
      const steps = await session.run(one).finally(() => idle.push(session));
      expect(comparable(steps)).toBe(comparable(recording?.steps ?? []));
    });
  }
}
