import { afterEach, describe, expect, it, vi } from "vitest";
import type { Permission } from "../../../contracts/permissions";
import type { UserContext } from "../context";
import { placeOf } from "./address-block";
import { createFamiliarCallers } from "./familiar-callers";
import { requireFreshProof } from "./require-fresh-proof";
import { requireAnyPermission, requirePermission } from "./require-permission";
import { createUnknownTokenCalls } from "./unknown-token-calls";

const contextOf = (permissions: Permission[], freshProof: boolean) =>
  ({ actor: { kind: "user", permissions: new Set(permissions), freshProof } }) as unknown as UserContext;

describe("guards", () => {
  it("let a permission's holder through with the same context, and refuse everybody else by name", () => {
    const context = contextOf(["customers.read"], false);
    expect(requirePermission(context, "customers.read")).toBe(context);
    expect(() => requirePermission(context, "customers.reveal")).toThrow(
      expect.objectContaining({
        code: "permission_missing",
        message: expect.stringMatching(/^Your roles/),
        details: { permission: "customers.reveal" },
      }),
    );
  });

  it("let the holder of one of several permissions through, and name them all to who has none", () => {
    const either = ["access_requests.decide", "api_settings.manage"] as const;
    const context = contextOf(["api_settings.manage"], false);
    expect(requireAnyPermission(context, either)).toBe(context);
    expect(() => requireAnyPermission(contextOf(["customers.read"], false), either)).toThrow(
      expect.objectContaining({ details: { permission: "access_requests.decide or api_settings.manage" } }),
    );
  });

  it("let a fresh proof through, and ask for one where there is none", () => {
    const context = contextOf([], true);
    expect(requireFreshProof(context)).toBe(context);
    expect(() => requireFreshProof(contextOf([], false))).toThrow(
      expect.objectContaining({ code: "proof_required", message: expect.stringMatching(/Prove again/) }),
    );
  });
});

describe("where an address stands", () => {
  it("is its /24 or its /64, and one place for callers without an address", () => {
    expect(placeOf("203.0.113.24").block).toBe("203.0.113.0/24");
    expect(placeOf("203.0.113.24").prefixes).toHaveLength(33);
    expect(placeOf("2001:db8:1:2:3::4").block).toBe("2001:db8:1:2::/64");
    expect(placeOf("2001:db8:1:2:3::4").prefixes).toHaveLength(129);
    expect(placeOf(null)).toEqual({ prefixes: [], block: "::/128" });
    expect(placeOf("no address")).toEqual({ prefixes: [], block: "::/128" });
  });

  it("is worked out once, and kept for as many addresses as there is room for", async () => {
    vi.resetModules();
    const { placeOf: fresh } = await import("./address-block");
    const nth = (place: number) => `10.0.${place >> 8}.${place & 255}`;
    const places = Array.from({ length: 1024 }, (_, place) => fresh(nth(place)));
    expect(places.every((one, place) => fresh(nth(place)) === one)).toBe(true);
    fresh("192.0.2.1");
    expect(fresh(nth(0))).not.toBe(places[0]);
    expect(fresh(nth(0))).toEqual(places[0]);
  });
});

describe("callers that were let in lately", () => {
  it("are forgotten in turn, the oldest first, so that memory stays bounded", () => {
    const familiar = createFamiliarCallers(2);
    expect(familiar.has("a")).toBe(false);
    for (const caller of ["a", "a", "a", "b", "b"]) familiar.add(caller);
    expect([familiar.has("a"), familiar.has("b")]).toEqual([true, true]);
    familiar.add("c");
    expect(["a", "b", "c"].map(familiar.has)).toEqual([true, true, true]);
    familiar.add("d");
    expect(["a", "b", "c", "d"].map(familiar.has)).toEqual([true, true, true, true]);
    familiar.add("e");
    expect(["a", "b", "c", "d", "e"].map(familiar.has)).toEqual([false, false, true, true, true]);
  });
});

describe("calls with unknown tokens", () => {
  afterEach(() => vi.useRealTimers());

  it("are over a block's ceiling from the call after it, until the minute is over", () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const calls = createUnknownTokenCalls({ perMinute: 2, blocks: 10 });
    const block = "192.0.2.0/24";
    expect([calls.count(block), calls.count(block)]).toEqual([false, false]);
    expect([calls.isOver(block), calls.lately()]).toEqual([false, 2]);
    expect([calls.count(block), calls.isOver(block), calls.isOver("198.51.100.0/24")]).toEqual([
      true,
      true,
      false,
    ]);
    expect(calls.secondsLeft()).toBe(60);
    vi.advanceTimersByTime(59_000);
    expect([calls.isOver(block), calls.secondsLeft(), calls.lately()]).toEqual([true, 1, 3]);
    vi.advanceTimersByTime(1_000);
    expect(calls.secondsLeft()).toBe(1);
    expect(calls.lately()).toBe(3);
    expect([calls.isOver(block), calls.secondsLeft()]).toEqual([false, 60]);
    expect(calls.take()).toEqual([{ block, calls: 3 }]);
    for (let call = 0; call < 4; call++) calls.count(block);
    expect(calls.lately()).toBe(4);
    vi.advanceTimersByTime(119_999);
    expect(calls.lately()).toBe(4);
    calls.count(block);
    vi.advanceTimersByTime(120_000);
    expect(calls.lately()).toBe(0);
  });

  it("that could not be written down are written with the next ones", () => {
    const calls = createUnknownTokenCalls({ perMinute: 5, blocks: 2 });
    for (const block of ["2001:db8::/64", "2001:db8::/64", "2001:db8:1::/64", "2001:db8:2::/64"])
      calls.count(block);
    const taken = calls.take();
    expect(taken).toEqual([
      { block: "2001:db8::/64", calls: 2 },
      { block: "2001:db8:1::/64", calls: 1 },
      { block: "::/0", calls: 1 },
    ]);
    calls.putBack(taken);
    calls.count("2001:db8::/64");
    expect(calls.take().map((one) => one.calls)).toEqual([3, 1, 1]);
    for (const block of ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"]) calls.count(block);
    expect(calls.take().at(-1)).toEqual({ block: "0.0.0.0/0", calls: 1 });
  });
});
