import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../db/client";
import type { TestPerson } from "../factories/people";
import { codeOf, digestOf } from "../factories/requests";
import type { ResendServer } from "../resend-server";
import type { Act } from "./acting-pages";

/** What callers were told, to be held against the rows. */
export interface Ledger {
  /** Ids of requests that were answered with a customer. */
  reads: string[];
  /** Requests that an approver was told are approved. */
  approved: string[];
  /** Hashes of secrets that somebody holds. */
  displayed: string[];
  answers: Map<string, number>;
}

export interface TrafficParts {
  origin: string;
  owner: Database;
  provider: ResendServer;
  secret: string;
  customerId: string;
  /** They take turns: what a fault leaves half-way counts among their fifty drafts. */
  managers: readonly TestPerson[];
  admins: readonly [TestPerson, TestPerson];
}

export const newLedger = (): Ledger => ({ reads: [], approved: [], displayed: [], answers: new Map() });

const caller = { "x-forwarded-for": "203.0.113.24" };

/** Runs callers and people against the application until it is stopped; every failure is part of the day. */
export function startTraffic(parts: TrafficParts, ledger: Ledger) {
  const { origin, provider, secret, customerId, managers, admins } = parts;
  let going = true;
  const count = (name: string) => ledger.answers.set(name, (ledger.answers.get(name) ?? 0) + 1);

  async function read(turn: number): Promise<void> {
    const path = ["", "?fields=id,status", "?fields=contact"][turn % 3];
    const answer = await fetch(`${origin}/api/v1/customers/${customerId}${path}`, {
      headers: { ...caller, authorization: `Bearer ${secret}` },
      signal: AbortSignal.timeout(20_000),
    });
    const text = await answer.text();
    count(`read ${answer.status}`);
    if (answer.status === 200) ledger.reads.push(JSON.parse(text).request_id);
  }

  async function act<T>(asked: Act): Promise<{ status: number; result: T | null }> {
    const answer = await fetch(`${origin}/act`, {
      method: "POST",
      headers: { ...caller, "content-type": "application/json" },
      body: JSON.stringify(asked),
      signal: AbortSignal.timeout(20_000),
    });
    const { result = null } = (await answer.json()) as { result?: T };
    count(`${asked.verb} ${answer.status}`);
    return { status: answer.status, result };
  }

  /** From the approver's mailbox as a rule; where no mail comes in time, as if it had been sent another way. */
  async function codeFor(requestId: string, admin: TestPerson): Promise<string> {
    for (let tries = 0; tries < 40 && going; tries += 1) {
      const mail = provider.mails.find(
        ({ to, key }) => to === admin.email && key.startsWith(`approval/${requestId}/`),
      );
      const code = mail && /#code=([0-9A-Z]{10})/.exec(mail.text)?.[1];
      if (code) return code;
      await sleep(50);
    }
    count("code without its mail");
    return codeOf(parts.owner, requestId, admin);
  }

  /** One token from its request to its saved secret, both approvers at once. */
  async function wholeJob(turn: number): Promise<void> {
    const { sessionId = "" } = managers[turn % managers.length] ?? {};
    const { result } = await act<{ tokenId: string; requestId: string }>({ verb: "submit", sessionId });
    if (!result) return;
    const { tokenId, requestId } = result;
    const digest = await digestOf(parts.owner, requestId);
    const decisions = await Promise.allSettled(
      admins.map(async (admin) => {
        const code = await codeFor(requestId, admin);
        return act({ verb: "approve", sessionId: admin.sessionId, requestId, digest, code });
      }),
    );
    const won = decisions.filter((one) => one.status === "fulfilled" && one.value.status === 200);
    for (const _ of won) ledger.approved.push(requestId);
    const shown = await act<{ secret: string }>({ verb: "display", sessionId, tokenId });
    if (shown.result) ledger.displayed.push(createHash("sha256").update(shown.result.secret).digest("hex"));
    await act({ verb: "save", sessionId, tokenId });
  }

  async function again(work: (turn: number) => Promise<void>, pauseMs: number): Promise<void> {
    for (let turn = 0; going; turn += 1) {
      await work(turn).catch(async (error: unknown) => {
        count(error instanceof Error && error.name === "TimeoutError" ? "no answer in time" : "broken off");
        await sleep(100);
      });
      await sleep(pauseMs);
    }
  }

  const loops = [
    ...Array.from({ length: 6 }, (_, place) => again((turn) => read(turn + place), 5)),
    ...Array.from({ length: 2 }, () => again(wholeJob, 100)),
  ];
  return {
    /** Waits until callers and people are served again, not only health. */
    servedAgain: async (ms: number) => {
      const [before, until] = [new Map(ledger.answers), Date.now() + ms];
      const grew = (name: string) => (ledger.answers.get(name) ?? 0) > (before.get(name) ?? 0);
      while (!(grew("read 200") && grew("submit 200"))) {
        if (Date.now() > until)
          throw new Error(`Not served again in ${ms} ms: ${JSON.stringify([...ledger.answers])}`);
        await sleep(20);
      }
    },
    stop: async () => {
      going = false;
      await Promise.all(loops);
    },
  };
}
