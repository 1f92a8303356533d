import { Liquid } from "liquidjs";
import { Marked } from "marked";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Book } from "./book";
import { calendars, indexMarkdown, pageMarkdown, type Places } from "./markdown";

const FOLDER = path.join(__dirname, "site");

/** A page is a folder's: a server of files finds it without the ending, and so does who opens the files. */
const PLACES: Places = {
  ofPage: (name) => `${name}/index.html`,
  fromPage: (name) => `../${name}/index.html`,
  index: "../index.html",
};

const layouts = new Liquid({ root: FOLDER, outputEscape: "escape", strictVariables: true });

/** By file: a site that needs no network, no script and no server. */
export async function siteFiles(book: Book): Promise<ReadonlyMap<string, string>> {
  const { stack, pages } = book;
  // Its types are those of a module.
  const { gfmHeadingId } = await import("marked-gfm-heading-id");
  const html = (markdown: string) => framed(new Marked(gfmHeadingId()).parse(markdown, { async: false }));
  const page = (markdown: string, root: string, title: string) => {
    const values = { ...{ stack, title, root }, body: html(markdown) };
    return layouts.renderFileSync("page.liquid", values) as string;
  };
  return new Map([
    ["index.html", page(indexMarkdown(book, PLACES), "", `Runbooks of ${stack}`)],
    ...pages.map((one) => {
      const title = one.title.replaceAll("\\", "");
      return [`${one.monitor.name}/index.html`, page(pageMarkdown(one, book, PLACES), "../", title)] as const;
    }),
    ["style.css", fs.readFileSync(path.join(FOLDER, "style.css"), "utf8")],
    ...calendars(book),
  ]);
}

/** A table is wider than a telephone, and is moved by the keyboard too. */
function framed(text: string): string {
  return text.replaceAll("<table>", '<div class="wide" tabindex="0"><table>').replaceAll("</table>", "</table></div>");
}

/** `hosts-away/index.html: there is no ../hosts-full/index.html#undo`: links within the site that lead nowhere. */
export function deadEnds(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([file, text]) =>
    [...text.matchAll(/(?:href|src)="([^"]+)"/g)].flatMap(([, link = ""]) => {
      if (/^[a-z]+:/i.test(link)) return [];
      const [address = "", anchor] = link.split("#");
      const target = address === "" ? file : path.posix.join(path.posix.dirname(file), address);
      const there = files.get(target);
      const isThere = there !== undefined && (anchor === undefined || there.includes(`id="${anchor}"`));
      return isThere ? [] : [`${file}: there is no ${link}`];
    }),
  );
}
