import { Document } from "./document.js";

export interface StoredEvent {
  readonly id: number;
  readonly title: string;
  readonly text: string;
  /** Seconds since 1970. */
  readonly date_happened: number;
  readonly host: string;
  readonly tags: readonly string[];
  readonly alert_type: string;
  readonly priority: string;
  readonly source_type_name: string;
}

const KEPT = 1000;

export class EventStore {
  private readonly document: Document<{ nextId: number; events: StoredEvent[] }>;

  constructor(file: string) {
    this.document = new Document(file, { nextId: 1, events: [] });
  }

  all(): readonly StoredEvent[] {
    return this.document.value.events;
  }

  add(event: Omit<StoredEvent, "id">): StoredEvent {
    const stored = { id: this.document.value.nextId++, ...event };
    this.document.value.events.push(stored);
    this.document.value.events.splice(0, this.document.value.events.length - KEPT);
    this.document.save();
    return stored;
  }
}
