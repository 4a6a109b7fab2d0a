import { expect, test } from "vitest";
import { maskContact } from "./mask-customer";

const contact = {
  firstName: "Ebba",
  lastName: "Ødegård",
  email: "ebba.odegard1@example.com",
  phone: "+15550271828",
  memberNumber: "HR000271828",
};

test("initials, the address's domain and the last two digits are left", () => {
  expect(maskContact(contact)).toEqual({
    name: "E•••• Ø••••",
    email: "e•••@example.com",
    phone: "••••28",
    memberNumber: "••••28",
  });
});

test("the mask does not tell how long a value is", () => {
  const longer = {
    ...contact,
    firstName: "Ebbabeatrice",
    email: "ebbabeatrice@example.com",
    phone: "+155502718281828",
  };
  expect(maskContact(longer)).toEqual(maskContact(contact));
});

test("what is not there stays away, and what is too short is hidden whole", () => {
  expect(
    maskContact({ firstName: null, lastName: null, email: null, phone: null, memberNumber: null }),
  ).toEqual({
    name: null,
    email: null,
    phone: null,
    memberNumber: null,
  });
  expect(
    maskContact({ ...contact, lastName: null, email: "@odd", phone: "112", memberNumber: "A1" }),
  ).toEqual({
    name: "E••••",
    email: "••••",
    phone: "••••",
    memberNumber: "••••",
  });
});
