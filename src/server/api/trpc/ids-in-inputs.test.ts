import { describe, expect, it } from "vitest";
import { z } from "zod";
import { accessTable } from "../../test/access-table";
import { appRouter } from "./root";

type Schema = z.core.$ZodType;

/** What a schema is made of, one step down. */
function partsOf(schema: Schema): Schema[] {
  const { def } = schema._zod as unknown as { def: Record<string, unknown> };
  const parts = [def.shape, def.options, def.items].flatMap((one) => Object.values((one as object) ?? {}));
  const single = [
    def.innerType,
    def.element,
    def.in,
    def.out,
    def.keyType,
    def.valueType,
    def.rest,
    def.left,
    def.right,
  ];
  return [...parts, ...single].filter(
    (one): one is Schema => typeof one === "object" && one !== null && "_zod" in one,
  );
}

function allOf(schema: Schema): Schema[] {
  return [schema, ...partsOf(schema).flatMap(allOf)];
}

const isId = (schema: Schema) => (schema._zod.def as { format?: string }).format === "uuid";
const written = "AB12CD34-EF56-4A78-9BCD-EF0123456789";

const inputs = Object.entries(
  (appRouter as unknown as { _def: { procedures: Record<string, { _def: { inputs: Schema[] } }> } })._def
    .procedures,
).map(([path, procedure]) => [path, procedure._def.inputs.flatMap(allOf)] as const);

describe("an id in capitals is the same id (rule 1 compares texts)", () => {
  it("sees the procedures and their ids, those in arrays, unions and options too", () => {
    expect(inputs.map(([path]) => path).sort()).toEqual(Object.keys(accessTable).sort());
    const withIds = inputs.filter(([, schemas]) => schemas.some(isId)).map(([path]) => path);
    expect(withIds).toEqual(
      expect.arrayContaining([
        "users.assignRoles",
        "reviews.keep",
        "securityTokens.list",
        "shell.readNotifications",
      ]),
    );
    expect(withIds.length).toBeGreaterThan(40);
  });

  it.each(inputs.filter(([, schemas]) => schemas.some(isId)))("to %s", (_path, schemas) => {
    for (const schema of schemas.filter(isId)) expect(z.parse(schema, written)).toBe(written.toLowerCase());
  });

  it.each(inputs)("and %s takes one nowhere else", (_path, schemas) => {
    const texts = schemas.filter((schema) => schema._zod.def.type === "string" && !isId(schema));
    const kept = texts.filter((schema) => z.safeParse(schema, written).data === written);
    // What takes any text of that length is no id.
    for (const schema of kept) expect(z.safeParse(schema, "z".repeat(written.length)).success).toBe(true);
  });
});
