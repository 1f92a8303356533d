import * as fs from "node:fs";
import * as path from "node:path";
import { type Fleet, fleetSchema } from "../../settings/fleet";
import { type Mistake, mistakes, nearest } from "../../settings/mistakes";
import { SettingsError } from "../../settings/refusal";
import { inTurns } from "../in-turns";
import { configurationOf } from "../stack/configuration";
import { type Project, readMap } from "../stack/project";
import { ownName, StackError, stacksIn } from "../stack/stacks";

/**
 * The fleet that a file of the project says.
 *
 * @param file by its path from the working directory on.
 * @throws SettingsError with every mistake at once, StackError where it can't be read.
 */
export async function readFleet(file: string, project: Project): Promise<Fleet> {
  if (!fs.existsSync(path.resolve(process.cwd(), file))) {
    throw new StackError(
      `there is no ${file}; write the fleet's stacks into it, in waves (docs/fleets.md), or name another by --file`,
    );
  }
  const values = readMap(process.cwd(), file);
  const result = fleetSchema.safeParse(values);
  const found = result.success ? [] : mistakes(result.error, values, fleetSchema);
  // Of a file whose form is mistaken, what stands where is not known.
  const fleet = result.success ? result.data : undefined;
  if (fleet !== undefined) found.push(...unknownStacks(fleet, project), ...(await tooLate(fleet, project)));
  if (fleet === undefined || found.length > 0) throw new SettingsError(path.basename(file), found);
  return fleet;
}

function* placesOf({ waves, monitorsOf }: Fleet): Generator<{ path: string; stack: string }> {
  if (monitorsOf !== undefined) yield { path: "monitorsOf", stack: monitorsOf };
  for (const [i, { stacks }] of waves.entries()) {
    for (const [j, stack] of stacks.entries()) yield { path: `waves[${i}].stacks[${j}]`, stack };
  }
}

function unknownStacks(fleet: Fleet, { configFolder }: Project): Mistake[] {
  const known = stacksIn(configFolder);
  return [...placesOf(fleet)]
    .filter(({ stack }) => !known.includes(ownName(stack)))
    .map(({ path, stack }) => {
      const near = nearest(ownName(stack), known);
      const expected = near === undefined ? `expected one of ${known.join(", ")}` : `did you mean "${near}"?`;
      return { path, problem: `"${stack}" has no Pulumi.${ownName(stack)}.yaml; ${expected}` };
    });
}

/** A stack that takes the links of a shared one comes after it. */
async function tooLate(fleet: Fleet, project: Project): Promise<Mistake[]> {
  const all = fleet.waves.flatMap(({ stacks }, wave) => stacks.map((stack) => ({ stack: ownName(stack), wave })));
  const places = [...placesOf(fleet)].filter(({ path }) => path !== "monitorsOf");
  const known = stacksIn(project.configFolder);
  // Of a stack with environments in Pulumi ESC the engine is asked.
  const found = await inTurns(places, fleet.atOnce, async ({ path, stack }): Promise<Mistake[]> => {
    if (!known.includes(ownName(stack))) return [];
    const { "lookout:sharedStack": said } = await configurationOf(project, stack, {});
    if (typeof said !== "string") return [];
    const [shared, own] = [ownName(said), ownName(stack)].map((name) => all.find((one) => one.stack === name));
    if (shared === undefined || own === undefined || shared.wave < own.wave) return [];
    const problem = `"${stack}" takes its links from ${said}; expected that one in a wave before`;
    return [{ path, problem }];
  });
  return found.flat();
}
