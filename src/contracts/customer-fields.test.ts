import { describe, expect, it } from "vitest";
import { fieldsParameterSchema } from "./customer";
import { allFields, customerFields, nameFields, readFieldNames } from "./customer-fields";

describe("field names", () => {
  it("cover 30 fields, one bit each", () => {
    expect(customerFields).toHaveLength(30);
    expect(allFields).toBe(2 ** 30 - 1);
    expect(readFieldNames(["basic", "contact", "sensitive", "consent"])).toEqual({ mask: allFields });
  });

  it("mean their field, their group or what is below them", () => {
    expect(readFieldNames(["email"])).toEqual({ mask: 1 << customerFields.indexOf("email") });
    expect(readFieldNames(["address"])).toEqual(
      readFieldNames(customerFields.filter((name) => name.startsWith("address."))),
    );
    expect(readFieldNames(["email", "email"])).toEqual(readFieldNames(["email"]));
  });

  it("come back, a parent in place of all its fields", () => {
    const asked = ["status", "address.city", "consents"];
    const read = readFieldNames(asked);
    expect("mask" in read && nameFields(read.mask)).toEqual(asked);
    expect(nameFields(0)).toEqual([]);
  });

  it.each(["age", "", "Email", "address.", "status, email", "__proto__", "toString"])(
    "“%s” is none",
    (name) => {
      expect(readFieldNames([name])).toEqual({ unknown: [name] });
      expect(fieldsParameterSchema.safeParse(name).success).toBe(false);
    },
  );

  it("are told in a sentence each, and never at length", () => {
    const told = fieldsParameterSchema.safeParse(`${"x".repeat(300)},,a,b,c,d,e`);
    expect(told.error?.issues).toHaveLength(5);
    expect(told.error?.issues[0]?.message.length).toBeLessThan(100);
    expect(fieldsParameterSchema.safeParse("id,".repeat(1000)).success).toBe(false);
  });
});
