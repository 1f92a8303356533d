import { watchedOf } from "../coverage/watched";
import type { Declared } from "../describe/declared";
import type { Surroundings } from "./history";

/** What a rehearsal's series have by themselves: the stack's `env`, and the tags and addresses of its hosts. */
export function surroundingsOf(declared: Declared): Surroundings {
  const { stack, env = stack, hosts } = declared;
  const tags = new Map(
    watchedOf(declared).all.flatMap((one) => (one.kind === "host" ? [[one.name, [...one.tags]] as const] : [])),
  );
  return {
    env,
    hosts: new Map(hosts.map(({ name, ip }) => [name, { ip, tags: tags.get(name) ?? [`host:${name}`] }])),
  };
}
