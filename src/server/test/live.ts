import { setTimeout as sleep } from "node:timers/promises";
import { afterAll } from "vitest";
import type { LiveTopic } from "../../contracts/live-topics";
import { openChangeFeed } from "../db/change-feed";
import { createLiveHub, type HubParts } from "../domain/live/live-hub";
import type { OpenStream } from "../domain/live/open-stream";
import type { TestDatabase } from "./database";
import type { TestPerson } from "./factories/people";

/** A hub as a process of its own would have it. */
export function startHub({ appUrl }: TestDatabase, parts: Partial<HubParts> = {}) {
  const faults: unknown[] = [];
  const hub = createLiveHub({
    openFeed: (hear) => openChangeFeed(appUrl, hear),
    onFault: (error) => faults.push(error),
    ...parts,
  });
  afterAll(() => hub.close());
  return { ...hub, faults };
}

export interface Heard {
  topics: Set<LiveTopic>;
  events: string[];
  /** Resolves with the milliseconds that the stream took to end, counted from here on. */
  over: Promise<number>;
  isOver: () => boolean;
}

/** Reads a stream as a browser does, to its end. */
export function readAll(stream: OpenStream): Heard {
  const startedAt = performance.now();
  const heard = { topics: new Set<LiveTopic>(), events: [] as string[] };
  let over = false;
  const read = async () => {
    for (let text = await stream.next(); text !== null; text = await stream.next()) {
      for (const [, name = "", data = ""] of text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)) {
        heard.events.push(name);
        if (name === "changed") for (const topic of JSON.parse(data)) heard.topics.add(topic);
      }
    }
    over = true;
    return performance.now() - startedAt;
  };
  return { ...heard, over: read(), isOver: () => over };
}

export async function openFor(hub: ReturnType<typeof startHub>, person: TestPerson, hangUp = () => {}) {
  const { id: userId, sessionId, permissions } = person;
  const stream = await hub.open({ userId, sessionId, permissions: new Set(permissions) }, hangUp);
  if (!stream) throw new Error("The stream did not open.");
  return stream;
}

/** Waits until it is so; throws after the time. */
export async function soon(isSo: () => boolean, mostMs = 5_000): Promise<void> {
  const until = performance.now() + mostMs;
  while (!isSo()) {
    if (performance.now() > until) throw new Error(`Not so within ${mostMs} ms.`);
    await sleep(10);
  }
}
