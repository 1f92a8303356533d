import type { Mistake } from "../mistakes";

/** A variable of a host's or a group's, and where it stands. */
export interface Variable {
  readonly value: unknown;
  readonly file: string;
  /** In the file: `all.children.web.vars.ansible_user`, or `line 7`. */
  readonly path: string;
}

export type Variables = Map<string, Variable>;

type Own = Iterable<readonly [name: string, variable: Variable]>;

interface Host {
  /** In which it is named first, and where. */
  readonly file: string;
  readonly path: string;
  readonly variables: Variables;
}

interface Group {
  readonly hosts: Set<string>;
  readonly children: Set<string>;
  readonly variables: Variables;
}

/** What stands in an inventory's files, each added to what the files before it say, as Ansible does. */
export class Inventory {
  readonly hosts = new Map<string, Host>();
  readonly groups = new Map<string, Group>();
  /** Each with its file. */
  readonly mistakes: Mistake[] = [];

  /** Made where it is not there yet. */
  group(name: string): Group {
    const known = this.groups.get(name);
    if (known !== undefined) return known;
    const made: Group = { hosts: new Set(), children: new Set(), variables: new Map() };
    this.groups.set(name, made);
    return made;
  }

  /** A host of a group, with variables of its own. */
  add(
    name: string,
    { group, ...first }: Pick<Host, "file" | "path"> & { readonly group: string },
    variables: Own,
  ): void {
    this.group(group).hosts.add(name);
    const host = this.hosts.get(name) ?? { ...first, variables: new Map() };
    this.hosts.set(name, host);
    for (const [key, variable] of variables) host.variables.set(key, variable);
  }

  /** A host's groups and those around them, `all` among them: of two whose values differ, the later one's counts. */
  groupsOf(host: string): string[] {
    const depths = this.depths();
    const parents = [...this.groups].filter(([, { hosts }]) => hosts.has(host)).map(([name]) => name);
    const found = new Set<string>();
    const visit = (name: string) => {
      if (found.has(name)) return;
      found.add(name);
      for (const [other, { children }] of this.groups) if (children.has(name)) visit(other);
    };
    parents.forEach(visit);
    found.delete("all");
    found.delete("ungrouped");
    if (found.size === 0) found.add("ungrouped");
    const rank = (name: string) => [depths.get(name) ?? 1, this.priority(name)] as const;
    const sorted = [...found].sort((one, other) => {
      const [depth, priority] = rank(one);
      const [otherDepth, otherPriority] = rank(other);
      return depth - otherDepth || priority - otherPriority || (one < other ? -1 : 1);
    });
    return ["all", ...sorted];
  }

  /** How far from `all` a group is at most. */
  private depths(): Map<string, number> {
    const depths = new Map<string, number>();
    const visit = (name: string, depth: number, inside: readonly string[]) => {
      if (inside.includes(name) || (depths.get(name) ?? -1) >= depth) return;
      depths.set(name, depth);
      for (const child of this.groups.get(name)?.children ?? []) visit(child, depth + 1, [...inside, name]);
    };
    for (const name of this.groups.keys()) visit(name, name === "all" ? 0 : 1, []);
    return depths;
  }

  private priority(name: string): number {
    return Number(this.groups.get(name)?.variables.get("ansible_group_priority")?.value ?? 1);
  }

  /** The groups that are within themselves. */
  circles(): string[] {
    const isWithin = (name: string, sought: string, seen: Set<string>): boolean =>
      [...(this.groups.get(name)?.children ?? [])].some((child) => {
        if (child === sought) return true;
        if (seen.has(child)) return false;
        seen.add(child);
        return isWithin(child, sought, seen);
      });
    return [...this.groups.keys()].filter((name) => isWithin(name, name, new Set()));
  }
}

/** `web[01:50]` of `web[01:50]:2222`, and the port. Colons within brackets are of a range, or of an IPv6 address. */
export function nameAndPort(pattern: string): readonly [name: string, port: number | undefined] {
  const bracketed = /^\[([0-9A-Fa-f:.]+)\](?::(\d+))?$/.exec(pattern);
  const plain = bracketed ?? /^((?:[^:[\]]|\[[^\]]*\])*):(\d+)$/.exec(pattern);
  const [, name = pattern, port] = plain ?? [];
  return [name, port === undefined ? undefined : Number(port)];
}
