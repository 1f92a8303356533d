import { z } from "zod";
import { besideMistakes } from "../../settings/beside-mistakes";
import { contradictions, tooFewConnections } from "../packs/databases/contradictions";
import { KINDS, kindOf } from "./kinds";

/** Servers on one host: each has a name of its own, and is declared once. */
export const databases = z.array(z.discriminatedUnion("type", [KINDS.postgres.settings, KINDS.mysql.settings])).check(
  besideMistakes((servers, context) => {
    const add = (index: number, key: string, message: string) => {
      context.addIssue({ code: "custom", path: [index, key], message, input: servers });
    };
    const names = servers.map((server) => server.name ?? server.type);
    const places = servers.map(({ type, address, port, socket }) => [type, address, port, socket].join(" "));
    for (const [index, server] of servers.entries()) {
      const name = names[index] ?? "";
      if (names.indexOf(name) < index) {
        add(index, "name", `"${name}" is another server's name on this host already; expected one of its own`);
      }
      const first = places.indexOf(places[index] ?? "");
      if (first < index) {
        add(index, "port", `${server.port} is databases[${first}]'s already; expected each server once`);
      }
      const kind = kindOf(server);
      const found = [
        ...contradictions(server),
        ...kind.contradictions(server),
        ...tooFewConnections(server, kind.leastConnections(server)),
      ];
      for (const [key, message] of found) add(index, key, message);
    }
  }),
);
