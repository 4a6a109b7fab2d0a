import { describe, expect, it, test } from "vitest";
import { testSettings } from "../../test/factories/people";
import { checkNetworks } from "./check-networks";

const limits = { widestIpv4: 24, widestIpv6: 120 };
const end = new Date("2027-02-22T23:59:59Z");
const sooner = new Date("2027-01-01T00:00:00Z");
const later = new Date("2027-03-01T00:00:00Z");

type Asked = string | [network: string, expiresAt: Date | null, label?: string];

const check = (asked: Asked[], unrequestableNetworks: string[] = []) =>
  checkNetworks(
    {
      expiresAt: end,
      networks: asked.map((one) => {
        const [network, expiresAt, label = ""] = typeof one === "string" ? [one, null] : one;
        return { network, label, expiresAt };
      }),
    },
    limits,
    { ...testSettings, unrequestableNetworks },
  );
const faultsOf = (asked: Asked[], unrequestable?: string[]): unknown => {
  try {
    check(asked, unrequestable);
    return [];
  } catch (error) {
    return error;
  }
};

describe("the networks of a request", () => {
  it("are kept in canonical form and in their order, with label and own end", () => {
    expect(check([["2001:DB8::7", sooner, "Back office"], "203.0.113.24"])).toEqual([
      { network: "2001:db8::7/128", label: "Back office", expiresAt: sooner },
      { network: "203.0.113.24/32", label: "", expiresAt: null },
    ]);
  });

  it("go on as long as their token where their own end is the token's", () => {
    expect(check([["203.0.113.24", new Date(end)]])).toMatchObject([{ expiresAt: null }]);
  });

  test.each<[string, Asked[], string[]]>([
    ["no address", ["203.0.113"], [expect.stringContaining("203.0.113")]],
    ["a range wider than the program allows", ["198.51.100.0/23"], [expect.stringContaining("/24")]],
    ["the same twice", ["203.0.113.24", "203.0.113.24/32"], ["203.0.113.24 is there twice."]],
    [
      "one that would outlive its token",
      [["203.0.113.24", later]],
      ["203.0.113.24 would outlive its token."],
    ],
  ])("are refused for %s", (_why, asked, faults) => {
    expect(faultsOf(asked)).toMatchObject({ code: "invalid_input", details: { field: "networks", faults } });
  });

  it("are refused where one overlaps what the installation keeps from requests (rule 7)", () => {
    expect(faultsOf(["10.1.2.3"], ["10.0.0.0/8"])).toMatchObject({ code: "invalid_input" });
    expect(faultsOf(["10.1.2.3"], ["192.0.2.0/24"])).toEqual([]);
  });

  it("are refused with every fault at once, in one sentence each", () => {
    const error = faultsOf(["nonsense", ["203.0.113.24", later], "203.0.113.25", "203.0.113.25"]);
    const { faults } = (error as { details: { faults: string[] } }).details;
    expect(faults).toHaveLength(3);
    expect(error).toMatchObject({ message: faults.join(" ") });
  });
});
