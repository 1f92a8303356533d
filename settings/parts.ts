import { z } from "zod";

/** What settings of several kinds are made of. */
export const tag = z
  .string()
  .regex(/^[a-z][a-z0-9_./-]*:[^\s,{}"']+$/, "is not a tag; expected key:value in lower case, such as team:sre");

export const port = z
  .int("is not a port; expected 1 to 65535")
  .min(1, "is not a port; expected 1 to 65535")
  .max(65535, "is not a port; expected 1 to 65535");

export const seconds = z.int().min(1);
