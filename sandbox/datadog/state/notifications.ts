import { Document } from "./document.js";

/** What Datadog would have sent to the handles in a message. */
export interface Notification {
  /** Seconds since 1970. */
  readonly time: number;
  readonly handles: readonly string[];
  readonly title: string;
  readonly body: string;
  /** The monitor and its group, where a monitor notified. */
  readonly monitor?: { readonly id: number; readonly name: string; readonly group: string };
  /** e.g. `Triggered`, `Warn`, `No data`, `Recovered`, `Re-Triggered`, `Downtime started`. */
  readonly transition: string;
}

const KEPT = 1000;

export class NotificationStore {
  private readonly document: Document<{ notifications: Notification[] }>;

  constructor(file: string) {
    this.document = new Document(file, { notifications: [] });
  }

  all(): readonly Notification[] {
    return this.document.value.notifications;
  }

  add(notification: Notification): void {
    this.document.value.notifications.push(notification);
    this.document.value.notifications.splice(0, this.document.value.notifications.length - KEPT);
    this.document.save();
  }
}
