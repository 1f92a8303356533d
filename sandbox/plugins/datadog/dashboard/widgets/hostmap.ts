import { nodeTypes } from "../../enums.js";
import { block, blocks, flag, text, texts, type Block } from "../../schema/field.js";
import { customLinks } from "../custom-links.js";
import { olderRequest } from "../requests.js";
import { described } from "../titles.js";

const hostmapRequest = olderRequest(["apmQuery", "logQuery", "processQuery", "rumQuery", "securityQuery"]);

export const hostmap: Block = {
  fields: {
    request: block(
      {
        fields: {
          fills: blocks(hostmapRequest, { wire: "fill", first: true }),
          sizes: blocks(hostmapRequest, { wire: "size", first: true }),
        },
      },
      { wire: "requests" },
    ),
    nodeType: text({ values: nodeTypes }),
    noMetricHosts: flag(),
    noGroupHosts: flag(),
    groups: texts({ wire: "group" }),
    scopes: texts({ wire: "scope" }),
    style: block({
      fields: { palette: text(), paletteFlip: flag(), fillMin: text(), fillMax: text() },
    }),
    customLinks,
    ...described,
  },
};
