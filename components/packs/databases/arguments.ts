import { z } from "zod";
import { defined } from "../../defined";

/** What a component takes of a server's settings: none is needed, for what a schema has a default for is that. */
export type ArgumentsOf<Settings> = { readonly [Key in keyof Settings]?: Settings[Key] | undefined };

/** Keys that a schema has a default for. */
type Defaulted<Schema extends z.ZodObject> = {
  [Key in keyof Schema["shape"]]: Schema["shape"][Key] extends z.ZodDefault ? Key : never;
}[keyof Schema["shape"]];

/** The arguments, with the schema's defaults where they say nothing. */
export function withDefaults<Schema extends z.ZodObject, Args extends object>(
  schema: Schema,
  args: Args,
): Args & Pick<z.output<Schema>, Defaulted<Schema>> {
  const defaults = Object.entries(schema.shape).flatMap(([key, part]) =>
    part instanceof z.ZodDefault ? [[key, part.def.defaultValue]] : [],
  );
  return { ...Object.fromEntries(defaults), ...defined(args) } as ReturnType<typeof withDefaults<Schema, Args>>;
}
