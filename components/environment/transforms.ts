import { runError } from "../../user-error";
import type { MonitorOverride } from "../monitors/override";
import { inOrder, transformed } from "../transform";
import type { PackInBlock } from "./pack";

/** What settings say of single monitors, and after it what packs make of them. */
export function withTransforms<Said extends object>(
  monitors: Readonly<Record<string, Said | false>>,
  packs: readonly PackInBlock[],
): Readonly<Record<string, (Said & Pick<MonitorOverride, "transform">) | false>> {
  const names = packs.flatMap(({ pack }) => Object.keys(pack.transforms ?? {}));
  const all = [...new Set([...Object.keys(monitors), ...names])].map((name) => {
    const said = monitors[name];
    if (said === false || !names.includes(name)) return [name, said] as const;
    return [name, { ...said, transform: { monitor: transformOf(name, packs) } }] as const;
  });
  return Object.fromEntries(all) as ReturnType<typeof withTransforms<Said>>;
}

/** Of all packs in their order. */
function transformOf(name: string, packs: readonly PackInBlock[]) {
  return inOrder(
    packs.map(({ pack }): NonNullable<NonNullable<MonitorOverride["transform"]>["monitor"]> => (args, opts) => {
      try {
        const [made, options] = transformed(pack.transforms?.[name], args, opts);
        Object.assign(opts, options);
        return made;
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw runError(`the pack "${pack.name}" can't transform ${name}: ${why}`);
      }
    }),
  );
}

/** Names of which settings, or packs, say something, and that no monitor has. */
export function unknownMonitors(
  names: { readonly declared: readonly string[]; readonly unknown: readonly string[] },
  monitors: object,
  packs: readonly PackInBlock[],
) {
  const of = (path: string, said: object) => ({
    ...{ path, what: "monitors" },
    names: { declared: names.declared, unknown: names.unknown.filter((name) => name in said) },
  });
  return [
    of("monitors", monitors),
    ...packs.map(({ pack }) => of(`pack("${pack.name}").transforms`, pack.transforms ?? {})),
  ];
}
