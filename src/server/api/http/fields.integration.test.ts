import { beforeAll, describe, expect, it } from "vitest";
import { customerFields } from "../../../contracts/customer-fields";
import { testDatabase } from "../../test/database";
import { createCustomer } from "../../test/factories/customers";
import { createProgram } from "../../test/factories/people";
import { createLiveToken } from "../../test/factories/requests";
import { type Mount, startPublicApi } from "../../test/public-api";

const database = await testDatabase();
const { owner, app } = database;
const api = await startPublicApi(database);
const optional = ["fields:contact", "fields:sensitive", "fields:consent"] as const;

let customerId: string;

beforeAll(async () => {
  await createProgram(owner);
  customerId = (await createCustomer(owner)).id;
});

/** Dotted names of what an answer holds, as deep as fields go. */
function leavesOf(data: Record<string, unknown>): string[] {
  return Object.entries(data).flatMap(([name, value]) =>
    ["loyalty", "address", "consents"].includes(name)
      ? Object.keys(value as object).map((child) => `${name}.${child}`)
      : [name],
  );
}

async function read(secret: string, fields?: string): ReturnType<Mount> {
  const query = fields === undefined ? "" : `?fields=${fields}`;
  return api.node({ path: `/customers/${customerId}${query}`, secret });
}

describe("the fields that Postgres writes", () => {
  it("are, one by one, the field asked for, and the record says so", async () => {
    const { secret } = await createLiveToken(owner, app, {
      scopes: ["customers:read", ...optional],
      ratePerMinute: 100,
    });
    for (const field of customerFields) {
      const answer = await read(secret, field);
      expect(leavesOf(answer.json.data), field).toEqual([field]);
      const [record] =
        await owner.$client`select fields from audit_events where request_id = ${answer.requestId}`;
      expect(record?.fields, field).toEqual([field]);
    }
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7])("are those of the scopes granted (%i)", async (chosen) => {
    const granted = optional.filter((_, index) => chosen & (1 << index));
    const { secret } = await createLiveToken(owner, app, { scopes: ["customers:read", ...granted] });
    const groups = ["basic", ...granted.map((scope) => scope.slice("fields:".length))];
    const [all, asked] = [await read(secret), await read(secret, "basic,contact,sensitive,consent")];
    expect(all.json.data).toEqual(asked.json.data);
    const expected = [
      ...customerFields.slice(0, 15),
      ...(chosen & 1 ? customerFields.slice(15, 20) : []),
      ...(chosen & 2 ? customerFields.slice(20, 28) : []),
      ...(chosen & 4 ? customerFields.slice(28) : []),
    ];
    expect(leavesOf(all.json.data)).toEqual(expected);
    const [record] = await owner.$client`select fields from audit_events where request_id = ${all.requestId}`;
    expect(record?.fields).toEqual(groups);
  });

  it("hold any text as it is", async () => {
    const { secret } = await createLiveToken(owner, app, {
      scopes: ["customers:read", "fields:contact", "fields:sensitive"],
    });
    const firstName = 'Zoë "Z", \\ \u2028 </script> 🛥,\n';
    const odd = await createCustomer(owner, {
      firstName,
      lastName: null,
      customFields: { note: firstName },
      tierId: null,
      expiring: [],
    });
    const answer = await api.next({ path: `/customers/${odd.id}`, secret });
    expect(answer.json.data).toMatchObject({
      first_name: firstName,
      last_name: null,
      custom_fields: { note: firstName },
      loyalty: { tier: null, expiring: [] },
    });
  });
});
