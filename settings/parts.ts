import { z } from "zod";
import { credentialIn } from "./credentials";

/** What settings of several kinds are made of. */
export const tag = z
  .string()
  .regex(/^[a-z][a-z0-9_./-]*:[^\s,{}"'\p{C}]+$/u, "is not a tag; expected key:value in lower case, such as team:sre");

export const port = z
  .int("is not a port; expected 1 to 65535")
  .min(1, "is not a port; expected 1 to 65535")
  .max(65535, "is not a port; expected 1 to 65535");

export const seconds = z.int().min(1);

/** An address of the web. Its text is in the plan, and goes into files: nobody's password, and no character to quote. */
export const url = z
  .url({ protocol: /^https?$/, error: "is not a URL; expected https://…" })
  .regex(/^[!#$%&'()*+,./0-9:;=?@A-Z[\]_a-z~-]+$/, "has a character that no URL has; expected it written as %…")
  .refine((text) => credentialIn("", text)?.includes("URL") !== true, {
    error: "has a user or a password, and its text is in the plan; expected it without",
  });

/** An address below which there are pages. */
export const base = url.refine((text) => !/[?#]/.test(text), {
  error: "has a query or a fragment, below which there is no page; expected it without",
});

/** A text without an end of a line. */
export const oneLine = z.string().regex(/^[^\r\n\0]*$/, "has a line break; expected one line");
