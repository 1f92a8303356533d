/** A monitor's window as Datadog writes it: `last_15m`, `last_4h`. */
export function lastWindow(minutes: number): string {
  return `last_${duration(minutes)}`;
}

/** How far back a change is compared with: `30m_ago`, `1h_ago`, `1d_ago`. */
export function shift(minutes: number): string {
  return `${minutes % 1440 === 0 ? `${minutes / 1440}d` : duration(minutes)}_ago`;
}

function duration(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}

const MINUTES = { m: 1, h: 60, d: 1440, w: 10_080, mo: 43_200 } as const;

/** `15` for `last_15m`, `10080` for `next_1w`; of what is no window, nothing. */
export function windowMinutes(window: string): number | undefined {
  const [, count, unit] = /^(?:last_|next_|current_)?(\d+)(mo|[mhdw])(?:_ago)?$/.exec(window) ?? [];
  return count === undefined ? undefined : Number(count) * MINUTES[unit as keyof typeof MINUTES];
}
