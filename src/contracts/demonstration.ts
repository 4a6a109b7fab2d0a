const offerOrder: readonly string[] = ["Security Manager", "Security Admin", "Administrator", "Staff"];

/** The invented people of the demonstration, in the order the sign-in page offers them. */
export const demonstrationPeople = [
  { name: "Ingrid Solberg", email: "ingrid.solberg@harbour.example", role: "Administrator", offered: true },
  { name: "Maya Okafor", email: "maya.okafor@harbour.example", role: "Security Manager", offered: true },
  { name: "Tomás Reyes", email: "tomas.reyes@harbour.example", role: "Security Admin", offered: true },
  { name: "Sam Whitlock", email: "sam.whitlock@harbour.example", role: "Staff", offered: true },
  {
    name: "Priya Natarajan",
    email: "priya.natarajan@harbour.example",
    role: "Security Admin",
    offered: false,
  },
  { name: "Lena Hoffmann", email: "lena.hoffmann@harbour.example", role: "Security Manager", offered: false },
] as const;

/** The four that the sign-in page offers, in the order of the main job. */
export const offeredPeople = demonstrationPeople
  .filter((person) => person.offered)
  .toSorted((a, b) => offerOrder.indexOf(a.role) - offerOrder.indexOf(b.role));

export const demonstrationProgram = "Harbour Rewards";

/** Everyone's password there, printed beside the people, so that a fresh proof can be given. Opens loopback alone. */
export const demonstrationPassword = "demonstration-only";

const emails: ReadonlySet<string> = new Set(demonstrationPeople.map((person) => person.email));

export function isDemonstrationPerson(email: string): boolean {
  return emails.has(email);
}
