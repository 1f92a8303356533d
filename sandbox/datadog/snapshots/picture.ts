import * as echarts from "echarts";
import sharp from "sharp";

import type { QueryResult, Span } from "../query/result.js";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A graph of lines as a PNG. */
export async function picture(title: string, results: readonly QueryResult[], span: Span, size: Size): Promise<Buffer> {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, ...size });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: "#fff",
      title: { text: title, subtext: results.length === 0 ? "No data in this span." : "", left: 8, top: 4 },
      grid: { left: 56, right: 16, top: 48, bottom: 32 },
      xAxis: { type: "time", min: span.from * 1000, max: span.to * 1000 },
      yAxis: { type: "value", scale: true },
      series: results.map(({ points, tagSet, expression }) => ({
        type: "line",
        name: tagSet.join(", ") || expression,
        showSymbol: points.length === 1,
        data: points.map(([at, value]) => [at * 1000, value]),
      })),
    });
    return await sharp(Buffer.from(chart.renderToSVGString())).png().toBuffer();
  } finally {
    chart.dispose();
  }
}
