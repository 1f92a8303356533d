import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { Hono } from "hono";

const require = createRequire(import.meta.url);
const uplot = dirname(require.resolve("uplot"));

const ASSETS: Record<string, { readonly file: string; readonly type: string }> = {
  "uPlot.esm.js": { file: join(uplot, "uPlot.esm.js"), type: "text/javascript" },
  "uPlot.min.css": { file: join(uplot, "uPlot.min.css"), type: "text/css" },
  "charts.mjs": { file: join(import.meta.dirname, "charts.mjs"), type: "text/javascript" },
  "live.mjs": { file: join(import.meta.dirname, "live.mjs"), type: "text/javascript" },
  "style.css": { file: join(import.meta.dirname, "style.css"), type: "text/css" },
};

/** What the page loads; nothing comes from elsewhere. */
export function assetRoutes(): Hono {
  const app = new Hono();
  app.get("/stand-in/assets/:name", (context) => {
    const asset = ASSETS[context.req.param("name")];
    if (!asset) return context.notFound();
    return context.body(readFileSync(asset.file), 200, { "Content-Type": `${asset.type}; charset=utf-8` });
  });
  return app;
}
