import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { encode } from "next-auth/jwt";
import { afterAll, describe, expect, it, vi } from "vitest";
import { GET, HEAD } from "../../app/api/events/route";
import { sessionCookieName } from "../auth";
import { installRuntime, runtime } from "../runtime";
import { testDatabase } from "../test/database";
import {
  createProgram,
  createUser,
  testAuthSecret as secret,
  type TestPerson,
  testSettings,
} from "../test/factories/people";
import { soon, startHub } from "../test/live";
import { startPublicApi } from "../test/public-api";

let cookie: string | undefined;

vi.mock("next/headers", () => ({
  cookies: async () => ({ get: () => (cookie === undefined ? undefined : { value: cookie }) }),
  headers: async () => new Headers(),
}));

const database = await testDatabase();
const api = await startPublicApi(database);
const hub = startHub(database);
installRuntime({ ...runtime(), live: hub });
await createProgram(database.owner);

const own = testSettings.appUrl.origin;
const usual = { accept: "text/event-stream", "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors" };

function carry(value: string | undefined): void {
  cookie = value;
}

async function signIn(person?: TestPerson): Promise<TestPerson> {
  const who = person ?? (await createUser(database.owner));
  cookie = await encode({ token: { sid: who.sessionId }, secret });
  return who;
}

function ask(headers: Record<string, string> = usual): Promise<Response> {
  return api.within("203.0.113.24", () => GET(new Request(`${own}/api/events`, { headers })));
}

const readerOf = (answer: Response) => {
  if (!answer.body) throw new Error("There is no body.");
  return answer.body.getReader();
};
const said = async (reader: ReadableStreamDefaultReader<Uint8Array>) =>
  new TextDecoder().decode((await reader.read()).value);

describe("the stream opens", () => {
  it("for a signed-in person's own page, and is neither kept, nor compressed, nor held back", async () => {
    const person = await signIn();
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-store, no-transform");
    expect(answer.headers.get("x-accel-buffering")).toBe("no");
    expect(sessionCookieName()).toBe("countersign.session");
    const reader = readerOf(answer);
    expect(await said(reader)).toBe("event: hello\ndata: {}\n\n");
    await database.owner
      .$client`update sessions set ended_at = countersign_now() where id = ${person.sessionId}`;
    const rest: string[] = [];
    for (let text = await said(reader); text !== ""; text = await said(reader)) rest.push(text);
    expect(rest.at(-1)).toBe("event: ended\ndata: {}\n\n");
  });

  it("and leaves room when the browser goes", async () => {
    await signIn();
    const reader = readerOf(await ask());
    await said(reader);
    expect(hub.size()).toBe(1);
    await reader.cancel();
    expect(hub.size()).toBe(0);
  });

  it("without keeping the session from idling out", async () => {
    const person = await signIn();
    const sql = database.owner.$client;
    await sql`update sessions set last_seen_at = countersign_now() - interval '10 minutes' where id = ${person.sessionId}`;
    const seenAt = async () =>
      (await sql`select last_seen_at from sessions where id = ${person.sessionId}`)[0];
    const before = await seenAt();
    await readerOf(await ask()).cancel();
    expect(await seenAt()).toEqual(before);
  });
});

describe("the stream does not open (rules 13 and 14)", () => {
  it.each([
    ["nobody", async () => carry(undefined)],
    ["a made-up cookie", async () => carry("made-up")],
    [
      "an ended session",
      async () => {
        const { sessionId } = await signIn();
        await database.owner
          .$client`update sessions set ended_at = countersign_now() where id = ${sessionId}`;
      },
    ],
    [
      "a disabled account",
      async () => {
        const { id } = await signIn();
        await database.owner.$client`update users set status = 'disabled' where id = ${id}`;
      },
    ],
  ])("for %s", async (_, come) => {
    await come();
    const answer = await ask();
    expect(answer.status).toBe(401);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.json()).toEqual({ error: { code: "not_signed_in", message: "Sign in to go on." } });
  });

  it.each([
    ["another site", { ...usual, "sec-fetch-site": "cross-site" }, 403],
    ["a neighbouring site", { ...usual, "sec-fetch-site": "same-site" }, 403],
    ["an address typed in", { ...usual, "sec-fetch-site": "none" }, 403],
    ["another origin", { accept: "text/event-stream", origin: "https://evil.example" }, 403],
    ["a link that is followed", { ...usual, accept: "text/html,*/*" }, 400],
  ])("for %s, and takes no open one's place", async (_, headers, status) => {
    await signIn();
    const reader = readerOf(await ask());
    await said(reader);
    expect((await ask(headers)).status).toBe(status);
    expect(hub.size()).toBe(1);
    await reader.cancel();
  });

  it("for HEAD, nor where the process has none left", async () => {
    expect(HEAD().status).toBe(405);
    await signIn();
    installRuntime({ ...runtime(), live: startHub(database, { limits: { most: 0 } }) });
    const answer = await ask();
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
    installRuntime({ ...runtime(), live: hub });
  });
});

describe("a reader that does not read, over a real connection", () => {
  it("is cut off, with little kept for it", async () => {
    const limits = { behindMs: 500, beatMs: 50 };
    installRuntime({ ...runtime(), live: startHub(database, { limits }) });
    await signIn();
    const heldBytes: number[] = [];
    const server = createServer((req, res) => void pipe(req, res, (bytes) => heldBytes.push(bytes)));
    afterAll(() => server.close());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const closed = new Promise<void>((resolve) => {
      const sent = request({ port, host: "127.0.0.1" }, (answer) => {
        answer.pause();
        answer.on("close", resolve);
        answer.socket.pause();
      });
      sent.on("error", () => resolve());
      sent.end();
    });
    await soon(() => runtime().live.size() === 1);
    await soon(() => runtime().live.size() === 0, 10_000);
    await closed;
    expect(Math.max(...heldBytes)).toBeLessThan(64 * 1024);
    installRuntime({ ...runtime(), live: hub });
  });

  /** Writes as Next does: the next piece once the last has drained; here nothing ever drains. */
  async function pipe(
    _req: IncomingMessage,
    res: ServerResponse,
    held: (bytes: number) => void,
  ): Promise<void> {
    const facts = {
      address: "203.0.113.24",
      local: false,
      requestId: "req_slow",
      hangUp: () => res.destroy(),
    };
    const answer = await runtime().clientFacts.run(facts, () =>
      GET(new Request(`${own}/api/events`, { headers: usual })),
    );
    res.writeHead(answer.status, Object.fromEntries(answer.headers));
    res.flushHeaders();
    if (!answer.body) return;
    const body = Readable.fromWeb(answer.body as never, { highWaterMark: 1 });
    body.once("data", (text) => {
      body.pause();
      res.write(text);
      held(res.writableLength);
    });
    res.on("close", () => body.destroy());
  }
});
