import { afterEach, describe, expect, it } from "vitest";
import { type EdgeServer, startEdge } from "../test/attack/edge-server";
import { getRaw } from "../test/attack/raw-request";
import { securityText } from "./security-txt";

const appUrl = new URL("https://portal.example");
const now = new Date("2031-01-01T10:20:30Z");
let server: EdgeServer | null = null;
afterEach(async () => {
  await server?.close(0);
  server = null;
});

const ask = async (contact: string | null) => {
  server = await startEdge({ appUrl, supportContact: contact });
  const target = server.targets[0];
  if (!target) throw new Error("Nothing listens.");
  return getRaw(target, "/.well-known/security.txt", ["Host: portal.example"]);
};

describe("security.txt (RFC 9116)", () => {
  it("names the installation's contact, an end within a year, and its own place", () => {
    expect(securityText(appUrl, "mailto:security@harbour.example", now)).toBe(
      [
        "Contact: mailto:security@harbour.example",
        "Expires: 2031-06-30T00:00:00.000Z",
        "Preferred-Languages: en",
        "Canonical: https://portal.example/.well-known/security.txt",
        "",
      ].join("\n"),
    );
  });

  it("takes no line from the setting, and no address that is not safe", () => {
    expect(
      securityText(appUrl, "https://support.example/a\nContact: mailto:x@evil.example", now),
    ).not.toMatch(/\nContact/);
    expect(securityText(appUrl, "http://support.example/", now)).toBeNull();
    expect(securityText(appUrl, null, now)).toBeNull();
  });

  it("is answered as plain text to anybody", async () => {
    const { status, headers, body } = await ask("https://support.example/new");
    expect([status, headers["content-type"]]).toEqual([200, "text/plain; charset=utf-8"]);
    expect(body).toContain("Contact: https://support.example/new\n");
  });

  it("is not there where no contact is set", async () => {
    expect(JSON.parse((await ask(null)).body)).toMatchObject({ mount: "pages" });
  });
});
