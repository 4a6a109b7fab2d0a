import type { Permission } from "./permissions";

/** What can change while a page stands open. Only these words travel to the browser, which then asks anew. */
export const liveTopics = [
  "notifications",
  "requests",
  "messages",
  "tokens",
  "addresses",
  "asks",
  "people",
  "sessions",
  "program",
  /** Rounds of the yearly review and their answers. */
  "reviews",
  /** What the reader may do. The stream ends with it, and the browser opens one under the new rights. */
  "rights",
] as const;
export type LiveTopic = (typeof liveTopics)[number];

/** Events of the stream beside `changed`, which carries topics. */
export const liveEvents = {
  /** It is open: whatever changed before is asked for now. */
  hello: "hello",
  changed: "changed",
  /** Still there. */
  beat: "beat",
  /** The session is over. */
  ended: "ended",
  /** A newer stream of the same session took its place. */
  replaced: "replaced",
} as const;

/** Seconds between two signs of life. */
export const beatSeconds = 15;

/** Who beside the person that a change names is told of it. */
export const liveAudience: Record<Exclude<LiveTopic, "rights">, readonly Permission[] | "everyone"> = {
  notifications: [],
  requests: ["access_requests.decide", "api_settings.manage"],
  messages: ["access_requests.decide", "api_settings.manage", "users.view"],
  tokens: ["api_settings.manage"],
  addresses: "everyone",
  asks: ["api_settings.manage"],
  people: ["users.view"],
  sessions: [],
  program: "everyone",
  reviews: ["access_requests.decide", "api_settings.manage"],
};
