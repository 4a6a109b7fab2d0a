import type { Query } from "@tanstack/react-query";
import { type LiveTopic, liveTopics } from "@/contracts/live-topics";
import type { RouterOutputs } from "../client";

type Router = keyof RouterOutputs;

/**
 * What the answers of a router depend on; one that is not here depends on everything. Those that leave a record each time
 * they show a customer, or that read what tells nothing (audit records), are asked again by their own pages alone.
 */
const dependsOn: Partial<Record<Router, readonly LiveTopic[]>> = {
  customers: [],
  audit: [],
  mailbox: [],
  setup: [],
  welcome: [],
  account: ["people", "requests"],
  addressAsks: ["asks", "addresses", "people"],
  emergencyAccess: ["requests", "addresses", "people"],
  messages: ["messages"],
  program: ["program", "requests"],
  developerApi: ["tokens", "addresses"],
  reviews: ["reviews", "tokens", "addresses", "program"],
  sessions: ["sessions"],
  users: ["people", "requests", "messages"],
  roles: ["people", "requests"],
  accessRequests: ["requests", "messages", "tokens", "asks", "people"],
  securityTokens: ["tokens", "requests", "messages", "addresses", "asks", "program", "reviews"],
};

const everything: readonly LiveTopic[] = liveTopics;

/** What is read of a query, whatever its types. */
export interface Asked {
  state: { error: unknown };
}

/** Whether what changed makes this query's answer old. */
export function isAbout(query: Query, topics: ReadonlySet<LiveTopic>): boolean {
  const path: unknown = query.queryKey[0];
  const router = Array.isArray(path) ? (path[0] as Router) : undefined;
  if (router === undefined || isRefused(query)) return false;
  return (dependsOn[router] ?? everything).some((topic) => topics.has(topic));
}

/** A refusal is on record each time: the page that shows it asks again when there is a reason. */
export function isRefused({ state: { error } }: Asked): boolean {
  const data = (error as { data?: { code?: string } } | null)?.data;
  return data?.code === "FORBIDDEN";
}
