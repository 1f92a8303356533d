import * as fs from "node:fs";
import * as path from "node:path";
import { isMap } from "../map";
import { readYamlFile, YamlFileError } from "../yaml-file";
import type { Inventory, Variables } from "./inventory";
import { isVault, vaultTags } from "./vault";

const EXTENSIONS = ["", ".yml", ".yaml", ".json"];

/**
 * What stands of a host or a group in `host_vars` or `group_vars` beside an inventory: in `NAME`, a file or a folder, else in
 * `NAME.yml`, `NAME.yaml` or `NAME.json`.
 *
 * @param folder `inventories/prod/group_vars`, from the project's on.
 * @param encrypted takes the names of files that Ansible Vault keeps.
 */
export function variablesBeside(
  { root, folder, name }: { readonly root: string; readonly folder: string; readonly name: string },
  inventory: Inventory,
  encrypted: Set<string>,
): Variables {
  const variables: Variables = new Map();
  // A host's name may be any text; a folder's is none of its.
  if (name.includes("/")) return variables;
  const first = EXTENSIONS.map((extension) => path.join(folder, `${name}${extension}`)).find((file) =>
    fs.existsSync(path.resolve(root, file)),
  );
  for (const file of first === undefined ? [] : filesIn(root, first)) {
    if (isVault(fs.readFileSync(path.resolve(root, file), "utf8"))) {
      encrypted.add(file);
      continue;
    }
    try {
      const said = readYamlFile(path.resolve(root, file), file, vaultTags) ?? {};
      if (isMap(said)) {
        for (const [key, value] of Object.entries(said)) variables.set(key, { value, file, path: key });
      } else inventory.mistakes.push({ file, path: "line 1", problem: "holds no variables; expected a map" });
    } catch (error) {
      if (!(error instanceof YamlFileError)) throw error;
      inventory.mistakes.push({ file, path: `line ${error.line ?? 1}`, problem: error.problem });
    }
  }
  return variables;
}

/** The file, or those of the folder and the folders in it, in the order of their names. */
function filesIn(root: string, place: string): string[] {
  if (!fs.statSync(path.resolve(root, place)).isDirectory()) return [place];
  return fs
    .readdirSync(path.resolve(root, place), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith(".") && !name.endsWith("~"))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const { ext } = path.parse(entry.name);
      const inside = path.join(place, entry.name);
      if (entry.isDirectory()) return ext === "" ? filesIn(root, inside) : [];
      return EXTENSIONS.includes(ext) ? [inside] : [];
    });
}
