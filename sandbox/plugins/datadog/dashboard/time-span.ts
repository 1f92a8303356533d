import { liveSpans } from "../enums.js";
import { flagIfTrue, isFilled, text } from "../schema/field.js";

/** How far a widget looks back. */
export const timeSpan = {
  liveSpan: text({ wire: "time.live_span", values: liveSpans }),
  hideIncompleteCostData: flagIfTrue({
    wire: "time.hide_incomplete_cost_data",
    onlyIf: (widget) => isFilled(widget.liveSpan),
    computed: true,
  }),
};
