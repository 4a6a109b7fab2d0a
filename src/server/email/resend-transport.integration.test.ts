import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Mood } from "../test/resend-server";
import { startResendServer } from "../test/resend-server";
import { createResendTransport } from "./resend-transport";

const provider = await startResendServer();
afterAll(() => provider.stop());
beforeEach(() => provider.behave({ kind: "well" }));

const mail = { to: "tomas.reyes@harbour.example", subject: "S", html: "<p>H</p>", text: "T" };
const options = {
  apiKey: "re_test",
  from: "Countersign <mail@countersign.example>",
  baseUrl: provider.url,
  timeoutMs: 300,
};
const transport = createResendTransport(options);
const error = (status: number, name: string, more: Partial<Extract<Mood, { kind: "error" }>> = {}): Mood => ({
  kind: "error",
  status,
  name,
  ...more,
});

describe("sending through Resend", () => {
  it("hands over the mail with its key, and the same key twice is one mail", async () => {
    const first = await transport.send(mail, "key/1");
    expect(first).toEqual({ outcome: "sent", providerId: expect.stringMatching(/^mail_/) });
    expect(await transport.send(mail, "key/1")).toEqual(first);
    const stored = provider.mails.filter(({ key }) => key === "key/1");
    expect(stored).toEqual([expect.objectContaining({ ...mail, from: options.from })]);
  });

  it("counts a key that is held against another body as sent: its mail went", async () => {
    await transport.send(mail, "key/2");
    const changed = await transport.send({ ...mail, subject: "Another" }, "key/2");
    expect(changed).toEqual({ outcome: "sent", providerId: null });
    expect(provider.mails.filter(({ key }) => key === "key/2")).toHaveLength(1);
  });

  it.each<[string, Mood, string]>([
    ["answers 500", error(500, "internal_server_error"), "500 internal_server_error"],
    ["answers 503 with a page", error(503, "x", { body: "<html>down" }), "503 application_error"],
    ["answers 429", error(429, "rate_limit_exceeded"), "429 rate_limit_exceeded"],
    [
      "is still busy with the key",
      error(409, "concurrent_idempotent_requests"),
      "409 concurrent_idempotent_requests",
    ],
    ["hangs", { kind: "hang" }, "timeout"],
    ["loses the answer", { kind: "accept_and_drop" }, "unreachable"],
    ["answers JSON that says nothing", error(200, "x", { body: "{}" }), "unreachable"],
  ])("is tried again where the provider %s", async (_what, mood, word) => {
    provider.behave(mood);
    expect(await transport.send(mail, `again/${word}`)).toMatchObject({ outcome: "try_again", error: word });
  });

  it("hands the mail to nobody whom the provider points at", async () => {
    const elsewhere = await startResendServer();
    try {
      provider.behave(error(307, "moved", { location: `${elsewhere.url}/emails` }));
      expect(await transport.send(mail, "key/redirect")).toMatchObject({
        outcome: "try_again",
        error: "unreachable",
      });
      expect(elsewhere.calls).toEqual([]);
    } finally {
      await elsewhere.stop();
    }
  });

  it.each([
    [422, "validation_error"],
    [401, "missing_api_key"],
    [403, "invalid_from_address"],
  ])("is refused for good where the provider answers %d", async (status, name) => {
    provider.behave(error(status, name));
    expect(await transport.send(mail, `refused/${status}`)).toEqual({
      outcome: "refused",
      error: `${status} ${name}`,
    });
  });

  it("passes on how long the provider asks to wait, in seconds or as a date", async () => {
    provider.behave(error(429, "rate_limit_exceeded", { retryAfter: "17" }));
    expect(await transport.send(mail, "wait/1")).toMatchObject({ afterSeconds: 17 });
    const date = new Date(Date.now() + 60_000).toUTCString();
    provider.behave(error(429, "rate_limit_exceeded", { retryAfter: date }));
    const answer = await transport.send(mail, "wait/2");
    expect(answer).toMatchObject({ outcome: "try_again" });
    const { afterSeconds } = answer as { afterSeconds: number };
    expect(afterSeconds).toBeGreaterThan(50);
    expect(afterSeconds).toBeLessThanOrEqual(60);
  });

  it("keeps the provider's sentence out of what is stored: it may quote the mail", async () => {
    provider.behave(error(422, "tomas.reyes@harbour.example is bad"));
    expect(await transport.send(mail, "words/1")).toEqual({ outcome: "refused", error: "422 error" });
  });

  it("is an outcome, not an exception, where nobody listens", async () => {
    const nobody = createResendTransport({ ...options, baseUrl: "http://127.0.0.1:9" });
    expect(await nobody.send(mail, "nobody")).toEqual({
      outcome: "try_again",
      error: "unreachable",
      afterSeconds: null,
    });
  });
});
