import { blocks, block, flag, number, text, texts, type Block } from "../schema/field.js";

const recurringSchedule: Block = {
  fields: {
    timezone: text({ computed: true, empty: "", absent: null }),
    recurrences: blocks(
      {
        fields: {
          duration: text({ required: true, empty: "" }),
          rrule: text({ required: true, empty: "" }),
          start: text({ computed: true, absent: null }),
        },
      },
      { upstream: "recurrence" },
    ),
  },
};

const oneTimeSchedule: Block = {
  fields: {
    end: text({ empty: null, absent: null }),
    start: text({ computed: true, absent: null }),
  },
};

/** The attributes of a downtime. Unlike the other resources' state, its state leaves out what is not there. */
export const downtime: Block = {
  fields: {
    scope: text({ required: true, empty: "" }),
    monitorIdentifier: block(
      {
        fields: {
          monitorId: number({ absent: null, conflicts: ["monitorTags"] }),
          monitorTags: texts({ set: "by alphabet", partlyKnown: true, conflicts: ["monitorId"] }),
        },
      },
      { required: true },
    ),
    recurringSchedule: block(recurringSchedule, {
      wire: "schedule",
      conflicts: ["oneTimeSchedule"],
      is: (schedule) => Array.isArray(schedule.recurrences),
    }),
    oneTimeSchedule: block(oneTimeSchedule, {
      wire: "schedule",
      conflicts: ["recurringSchedule"],
      is: (schedule) => !Array.isArray(schedule.recurrences),
    }),
    message: text({ absent: null, kept: true }),
    displayTimezone: text({ computed: true, empty: "", absent: null, kept: true }),
    muteFirstRecoveryNotification: flag({ computed: true, absent: null, kept: true }),
    notifyEndStates: texts({ set: "by alphabet", partlyKnown: true, computed: true, kept: true }),
    notifyEndTypes: texts({ set: "by alphabet", partlyKnown: true, computed: true, kept: true }),
  },
};
