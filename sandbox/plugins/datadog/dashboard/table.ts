import { dashboardLayouts, reflowTypes } from "../enums.js";
import { blocks, flagIfTrue, officialOnly, text, texts, type Block } from "../schema/field.js";
import { widget } from "./widget.js";

const templateVariable: Block = {
  fields: {
    name: text({ required: true }),
    prefix: text(),
    defaults: texts(),
    default: text(),
    availableValues: texts(),
  },
  firstOf: [["defaults", "default"]],
};

const presetVariable: Block = {
  fields: { name: text(), values: texts(), value: text() },
  firstOf: [["values", "value"]],
};

export const dashboard: Block = {
  fields: {
    title: text({ required: true }),
    description: text(),
    layoutType: text({ required: true, values: dashboardLayouts, replaces: true }),
    reflowType: text({ values: reflowTypes }),
    url: text({ readOnly: true, imported: true }),
    isReadOnly: flagIfTrue({ conflicts: ["restrictedRoles"], foreseen: false }),
    restrictedRoles: texts({ set: "by hash", conflicts: ["isReadOnly"] }),
    notifyLists: texts({ wire: "notify_list", set: "by hash", empty: [] }),
    tags: texts({ empty: [] }),
    templateVariables: blocks(templateVariable, { empty: [] }),
    templateVariablePresets: blocks(
      { fields: { name: text(), templateVariables: blocks(presetVariable, { empty: [] }) } },
      { empty: [] },
    ),
    widgets: blocks(widget, { empty: [] }),
    dashboardLists: officialOnly(null),
    dashboardListsRemoveds: texts({ wire: null, readOnly: true, absent: [] }),
    tabs: officialOnly([]),
  },
};
